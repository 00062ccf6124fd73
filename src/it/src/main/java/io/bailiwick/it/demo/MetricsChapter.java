package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.Http;
import java.util.List;

/** What the sample has counted by now, and that it is not for everybody. */
final class MetricsChapter implements Chapter {
  private static final String REFUSED =
      "bailiwick_decisions_total{bailiwick_outcome=\"insufficient_permissions\"} ";

  @Override
  public String title() {
    return "The sample counts what it decides, and tells those who may read it";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    for (String path : List.of("/metrics", "/health/details")) {
      narrator.ask("GET " + path + " as bert, who may not read the configuration");
      Http.Answer refused = stage.sample().get(path, stage.tokenOf("bert"));
      narrator.expect("403", 403, refused.status());
    }

    narrator.ask("GET /metrics as ada");
    String ada = stage.tokenOf("ada");
    String metrics = stage.sample().get("/metrics", ada).body();
    String refused =
        metrics.lines().filter(line -> line.startsWith(REFUSED)).findFirst().orElse("");
    narrator.see("counted", refused);
    narrator.expect(
        "bert's refusals are among what was counted",
        !refused.isEmpty() && Double.parseDouble(refused.substring(REFUSED.length())) >= 2);
    narrator.expect("nothing of her token is", !metrics.contains(ada.substring(ada.length() - 20)));

    narrator.ask("GET /health/details as ada");
    Http.Answer details = stage.sample().get("/health/details", ada);
    narrator.see("keys", details.json().path("keys"));
    narrator.expect("the issuer's keys are there", 1, details.json().path("keys").size());
  }
}
