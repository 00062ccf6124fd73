package io.bailiwick.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.testkit.TestIssuer.Fault;
import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestProof;
import io.bailiwick.testkit.TestToken;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code GET /metrics} tells, to whom, and that nobody can add to it. */
class MetricsTest extends SampleTestBase {
  /** A line with a value, as the text format 0.0.4 has it. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)((?:\\{(?:[a-z_]+=\"[^\"\\\\\n]*\",?)+\\})?) (\\d+(?:\\.\\d+)?(?:E-?\\d+)?)");

  private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) ([a-z_]+) (.+)");

  /** Held, since the log system forgets the level of a logger that nobody holds. */
  private static final Logger DECISIONS = Logger.getLogger("io.bailiwick.sample.decisions");

  private static TestToken reader() {
    return issuer.token().subject("prometheus").scopes("config:read");
  }

  private static String scrape(SampleServer at) throws Exception {
    HttpResponse<String> answer = send(request(at.uri(), "/metrics", bearer(reader())));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /** Each series with its value. */
  private static Map<String, Double> series(String text) {
    Map<String, Double> series = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      assertThat(series.put(sample.group(1) + sample.group(2), Double.valueOf(sample.group(3))))
          .as("once only: %s", line)
          .isNull();
    }
    return series;
  }

  /** What is other than before, by how much; without what asking for it adds. */
  private static Map<String, Double> since(Map<String, Double> before, String family)
      throws Exception {
    Map<String, Double> more = new TreeMap<>();
    series(scrape(server))
        .forEach(
            (name, value) -> {
              double added = value - before.getOrDefault(name, 0.0) - (isOfAsking(name) ? 1 : 0);
              if (name.startsWith(family) && added != 0) {
                more.put(name.replaceFirst(".*=\"(.*)\"}", "$1"), added);
              }
            });
    return more;
  }

  private static boolean isOfAsking(String name) {
    return name.contains("=\"admitted\"") || name.contains("=\"verified\"");
  }

  private static int status(String path, String token) throws Exception {
    return send(request(server.uri(), path, "Authorization", "Bearer " + token)).statusCode();
  }

  @Test
  void withoutTheRight_nothingIsTold() throws Exception {
    assertThat(send(request(server.uri(), "/metrics")).statusCode()).isEqualTo(401);
    for (TestToken other :
        List.of(bert(), cleo(), dan(), reader().agent("research-agent"), reader().expired())) {
      HttpResponse<String> refused = get("/metrics", other);
      assertThat(refused.statusCode()).isIn(401, 403);
      assertThat(refused.body()).doesNotContain("bailiwick_");
    }
    assertThat(get("/metrics", ada()).statusCode()).isEqualTo(200);
    assertThat(get("/metrics", reader()).statusCode()).isEqualTo(200);
  }

  @Test
  void answer_isInTheTextFormat() throws Exception {
    HttpResponse<String> answer = get("/metrics", reader());
    assertThat(answer.headers().firstValue("Content-Type").orElse("").split("; *", -1))
        .startsWith("text/plain")
        .containsExactlyInAnyOrder("text/plain", "version=0.0.4", "charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body()).endsWith("\n");

    Map<String, String> help = new HashMap<>();
    Map<String, String> type = new HashMap<>();
    for (String line : answer.body().split("\n", -1)) {
      Matcher about = ABOUT.matcher(line);
      if (about.matches()) {
        Map<String, String> told = about.group(1).equals("HELP") ? help : type;
        assertThat(told.put(about.group(2), about.group(3))).as(line).isNull();
      } else if (!line.isEmpty()) {
        assertThat(type).as("its type comes first").containsKey(line.split("[{ ]", 2)[0]);
      }
    }
    assertThat(help.keySet()).isEqualTo(type.keySet());
    assertThat(type)
        .containsEntry("bailiwick_decisions_total", "counter")
        .containsEntry("bailiwick_tokens_total", "counter")
        .containsEntry("bailiwick_keys_usable", "gauge")
        .containsEntry("bailiwick_keys_age_seconds", "gauge")
        .containsEntry("bailiwick_keys_reads_total", "counter")
        .containsEntry("bailiwick_keys_read_failures_total", "counter")
        .containsEntry("bailiwick_token_cache_size_bytes", "gauge")
        .containsEntry("bailiwick_token_cache_lookups_total", "counter")
        .containsEntry("bailiwick_crypto_failures_total", "counter");
    type.forEach(
        (name, kind) ->
            assertThat(name.endsWith("_total")).as(name).isEqualTo(kind.equals("counter")));
    assertThat(type.keySet()).allMatch(name -> name.startsWith("bailiwick_"));
  }

  @Test
  void openMetrics_isToldWhereItIsAskedFor() throws Exception {
    HttpRequest.Builder request =
        request(server.uri(), "/metrics", bearer(reader()))
            .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    HttpResponse<String> answer = send(request);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text");
    assertThat(answer.body())
        .contains("# TYPE bailiwick_decisions counter", "# UNIT bailiwick_keys_age_seconds seconds")
        .endsWith("# EOF\n");
  }

  @Test
  void decisionsAndTokens_areCountedByWhatCameOfThem() throws Exception {
    Map<String, Double> before = series(scrape(server));
    String bert = bert().sign();
    assertThat(status("/me", bert)).isEqualTo(200);
    assertThat(status("/agents", bert)).isEqualTo(200);
    assertThat(status("/config", bert)).isEqualTo(403);
    assertThat(status("/nothing", bert)).isEqualTo(403);
    assertThat(status("/me", bert().expired().sign())).isEqualTo(401);
    assertThat(status("/me", bert().flippedByte())).isEqualTo(401);
    assertThat(status("/me", bert().wrongAudience().sign())).isEqualTo(401);
    assertThat(send(request(server.uri(), "/me")).statusCode()).isEqualTo(401);
    assertThat(send(request(server.uri(), "/health")).statusCode()).isEqualTo(200);

    assertThat(since(before, "bailiwick_decisions_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "admitted", 3.0,
                "insufficient_permissions", 1.0,
                "forbidden", 1.0,
                "expired_token", 1.0,
                "invalid_token", 1.0,
                "wrong_audience", 1.0,
                "missing_token", 1.0));
    assertThat(since(before, "bailiwick_tokens_total").keySet())
        .containsExactlyInAnyOrder("verified", "expired", "bad_signature", "wrong_audience");
  }

  @Test
  void keyThatCanNotBeLookedFor_isUnavailableAndNoRejectedToken() throws Exception {
    assertThat(status("/me", bert().sign())).isEqualTo(200);
    Map<String, Double> before = series(scrape(server));
    issuer.fail(Fault.DOWN);
    try {
      TestKey unknown = TestKey.generate("not-known-yet", "RS256");
      assertThat(status("/me", bert().signedWith(unknown).sign())).isEqualTo(503);
      assertThat(since(before, "bailiwick_decisions_total"))
          .containsExactly(Map.entry("unavailable", 1.0));
      assertThat(series(scrape(server)))
          .containsEntry(
              "bailiwick_keys_failing{bailiwick_issuer=\"" + issuer.issuer() + "\"}", 1.0);
    } finally {
      issuer.fail(Fault.NONE);
    }
  }

  @Test
  void keysAndCache_areMeasured() throws Exception {
    String token = bert().sign();
    status("/me", token);
    status("/me", token);
    Map<String, Double> series = series(scrape(server));
    String issued = "{bailiwick_issuer=\"" + issuer.issuer() + "\"}";
    assertThat(series.get("bailiwick_keys_usable" + issued)).isPositive();
    assertThat(series.get("bailiwick_keys_reads_total" + issued)).isPositive();
    assertThat(series).containsKey("bailiwick_keys_age_seconds" + issued);
    assertThat(series.get("bailiwick_token_cache_lookups_total{bailiwick_result=\"hit\"}"))
        .isPositive();
    assertThat(series.get("bailiwick_token_cache_tokens")).isPositive();
    assertThat(series.get("bailiwick_token_cache_size_bytes")).isGreaterThan(token.length());
    assertThat(series.keySet()).noneMatch(name -> name.startsWith("bailiwick_dpop"));
  }

  @Test
  void hostileRequests_makeNoSeries_andLeaveNothingOfThemselves() throws Exception {
    status("/me", bert().sign());
    Set<String> before = series(scrape(server)).keySet();
    List<String> sent = hostileTokens();
    DECISIONS.setLevel(Level.OFF);
    for (int i = 0; i < sent.size(); i++) {
      status(i % 2 == 0 ? "/agents/hostile-" + i : "/hostile-" + i, sent.get(i));
    }
    DECISIONS.setLevel(null);
    String after = scrape(server);
    Set<String> series = series(after).keySet();
    // when the keys are read next is known or not, whatever callers do
    assertThat(without(series, "next_read")).isEqualTo(without(before, "next_read"));
    assertThat(after).doesNotContain("hostile", "forged", "bert", "prometheus");
    for (String token : sent) {
      for (String part : token.split("\\.", -1)) {
        assertThat(part.length() > 8 && after.contains(part)).as(part).isFalse();
      }
    }
  }

  /** A thousand, each with words of its own where a label could come from. */
  private static List<String> hostileTokens() {
    String[] good = bert().sign().split("\\.", -1);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      String own = "hostile-" + i;
      all.add(bert().subject(own).agent(own, own).scopes(own + ":read").claim("azp", own).sign());
      all.add(encoded("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + own + "\"}", good));
      all.add(encoded("{\"alg\":\"" + own + "\",\"typ\":\"at+jwt\"}", good));
      all.add(own + "\"}%0abailiwick_forged_total{of=\"" + own);
    }
    return all;
  }

  private static String encoded(String header, String[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(US_ASCII))
        + "."
        + token[1]
        + "."
        + token[2];
  }

  private static Set<String> without(Set<String> series, String part) {
    Set<String> rest = new HashSet<>(series);
    rest.removeIf(name -> name.contains(part));
    return rest;
  }

  @Test
  void proofs_areMeasuredWhereTheyAreTaken() throws Exception {
    TestKey key = TestKey.generate("proof", "ES256");
    try (SampleServer bound = SampleServer.start(settings(Map.of("BAILIWICK_DPOP", "accepted")))) {
      String token = issuer.token().boundTo(key).sign();
      String proof =
          TestProof.by(key, Clock.systemUTC())
              .request("GET", bound.resource().text() + "/me")
              .token(token)
              .sign();
      String[] headers = {"Authorization", "DPoP " + token, "DPoP", proof};
      assertThat(send(request(bound.uri(), "/me", headers)).statusCode()).isEqualTo(200);
      assertThat(send(request(bound.uri(), "/me", headers)).statusCode()).isEqualTo(401);
      String text = scrape(bound);
      assertThat(series(text))
          .containsEntry("bailiwick_dpop_proofs_remembered", 1.0)
          .containsEntry("bailiwick_dpop_proofs_capacity", 262144.0)
          .containsEntry("bailiwick_tokens_total{bailiwick_outcome=\"replayed_proof\"}", 1.0)
          .containsEntry(
              "bailiwick_decisions_total{bailiwick_outcome=\"invalid_dpop_proof\"}", 1.0);
      assertThat(text).doesNotContain(proof.substring(proof.lastIndexOf('.') + 1));
    }
  }
}
