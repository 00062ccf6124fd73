package io.bailiwick.adapter.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.adapter.keys.JwksFile;
import io.bailiwick.adapter.keys.KeySource;
import io.bailiwick.adapter.token.AgentTokenVerifier;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.Presentation.Scheme;
import io.bailiwick.adapter.token.TokenRejected;
import io.bailiwick.testkit.TestClock;
import io.bailiwick.testkit.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The testkit's vectors of tokens, replayed: what each says of its caller, or why it is refused.
 */
class TokenVectorsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNode FILE = file();

  /** A service has been up for some time when a request comes. */
  private static final Duration UP = Duration.ofHours(1);

  @TempDir private Path directory;

  @Test
  void everyToken_saysWhatItsVectorSays_alsoWhenItComesAgain() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (JsonNode each : FILE.get("cases")) {
      TestClock clock = TestClock.at(now(each).minus(UP));
      AgentTokenVerifier verifier = verifier(each, clock);
      clock.set(now(each));
      String first = outcome(verifier, presentation(each));
      String again = outcome(verifier, presentation(each));
      JsonNode expected = each.has("caller") ? sorted(each.get("caller")) : each.get("refused");
      compare(each, expected.toString(), first, wrong);
      compare(each, each.has("again") ? each.get("again").toString() : first, again, wrong);
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void vectors_areOfBothKinds_andOfManyReasons() {
    Set<String> reasons = new TreeSet<>();
    int accepted = 0;
    for (JsonNode each : FILE.get("cases")) {
      assertThat(each.has("caller"))
          .as(each.get("id").textValue())
          .isNotEqualTo(each.has("refused"));
      accepted += each.has("caller") ? 1 : 0;
      if (each.has("refused")) {
        reasons.add(each.get("refused").textValue());
      }
    }

    assertThat(accepted).isGreaterThan(50);
    assertThat(reasons)
        .allSatisfy(reason -> TokenRejected.Reason.valueOf(reason))
        .hasSizeGreaterThan(16);
  }

  private static void compare(JsonNode vector, String said, String is, List<String> wrong) {
    if (!said.equals(is)) {
      wrong.add(vector.get("id").textValue() + " is " + is + ", not " + said);
    }
  }

  /** The caller as JSON, or the reason as JSON. */
  private static String outcome(AgentTokenVerifier verifier, Presentation presentation) {
    try {
      return json(verifier.verify(presentation)).toString();
    } catch (TokenRejected e) {
      return "\"" + e.reason() + "\"";
    }
  }

  private AgentTokenVerifier verifier(JsonNode vector, TestClock clock) throws IOException {
    AgentTokenVerifier.Builder builder =
        AgentTokenVerifier.builder()
            .audience(vector.get("audience").textValue())
            .clock(clock)
            .handOnClaims("aud");
    for (JsonNode issuer : vector.get("issuers")) {
      builder.issuer(issuer.textValue(), keys(issuer.textValue(), clock));
    }
    if (vector.has("proofs")) {
      builder.proofs(proofs(vector, clock));
    }
    return builder.build();
  }

  private KeySource keys(String issuer, TestClock clock) throws IOException {
    Path file = directory.resolve(URI.create(issuer).getHost() + ".json");
    Files.writeString(file, "{\"keys\":" + FILE.get("issuers").get(issuer) + "}");
    return JwksFile.read(file, clock);
  }

  private static BoundTokens proofs(JsonNode vector, TestClock clock) {
    BoundTokens.Builder bound = BoundTokens.builder();
    for (JsonNode kind : vector.get("proofs")) {
      switch (kind.textValue()) {
        case "dpop" ->
            bound.dpop(
                DpopProofs.builder()
                    .publicUrl(URI.create(FILE.get("service").textValue()))
                    .clock(clock)
                    .build());
        case "certificate" -> bound.clientCertificates();
        default -> throw new IllegalArgumentException(kind.textValue());
      }
    }
    return vector.has("onlyBound") ? bound.required().build() : bound.build();
  }

  private static Presentation presentation(JsonNode vector) {
    String token = vector.get("token").textValue();
    JsonNode request = vector.get("request");
    if (request == null) {
      return Presentation.bearer(token);
    }
    List<String> proofs = new ArrayList<>();
    request.get("dpop").forEach(proof -> proofs.add(proof.textValue()));
    return new Presentation(
        token,
        request.get("scheme").textValue().equals("DPoP") ? Scheme.DPOP : Scheme.BEARER,
        proofs,
        request.get("method").textValue(),
        URI.create(request.get("url").textValue()).getRawPath(),
        Optional.ofNullable(request.get("certificate")).map(TokenVectorsTest::certificate));
  }

  private static X509Certificate certificate(JsonNode base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64.textValue());
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(Caller caller) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("iss", caller.issuer());
    json.put("sub", caller.subject());
    ArrayNode audiences = json.putArray("aud");
    Object aud = caller.claims().get("aud");
    if (aud instanceof List<?> several) {
      several.forEach(each -> audiences.add(String.valueOf(each)));
    } else {
      audiences.add(String.valueOf(aud));
    }
    caller.identity().clientId().ifPresent(azp -> json.put("azp", azp));
    caller.tokenId().ifPresent(jti -> json.put("jti", jti));
    caller.sessionId().ifPresent(sid -> json.put("sid", sid));
    caller.name().ifPresent(name -> json.put("name", name));
    caller.email().ifPresent(email -> json.put("email", email));
    json.put("iat", caller.issuedAt().getEpochSecond());
    json.put("exp", caller.expiresAt().getEpochSecond());
    json.put("auth_method", method(caller));
    ArrayNode scopes = json.putArray("scopes");
    caller.scopes().texts().forEach(scopes::add);
    caller
        .agent()
        .ifPresent(
            agent -> {
              ObjectNode bound = json.putObject("agent").put("name", agent.name());
              agent.key().ifPresent(key -> key.forEach(bound.withArray("key")::add));
            });
    if (!caller.actors().isEmpty()) {
      ArrayNode actors = json.putArray("act");
      for (Caller.Actor actor : caller.actors()) {
        ObjectNode one = actors.addObject().put("sub", actor.subject());
        actor.issuer().ifPresent(issuer -> one.put("iss", issuer));
      }
    }
    return sorted(json);
  }

  private static String method(Caller caller) {
    return switch (caller.authMethod()) {
      case BEARER -> "bearer";
      case API_KEY -> "api-key";
      case TICKET -> "ticket";
      case SESSION -> "session";
      case SECURITY_KEY -> throw new IllegalStateException("A vector is a token");
    };
  }

  /** Its own members in the order of their names. */
  private static ObjectNode sorted(JsonNode object) {
    ObjectNode sorted = MAPPER.createObjectNode();
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    names.forEach(name -> sorted.set(name, object.get(name)));
    return sorted;
  }

  private static Instant now(JsonNode vector) {
    return Instant.parse(vector.get("now").textValue());
  }

  private static JsonNode file() {
    try (InputStream in = TestTokens.class.getResourceAsStream("vectors/tokens.json")) {
      return MAPPER.readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
