package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.DecodedJwt;
import io.bailiwick.it.keycloak.RealmKeys;

/** Keycloak gets a new signing key while the sample runs. */
final class KeysChapter implements Chapter {

  @Override
  public String title() {
    return "Keycloak rotates its keys while the sample runs";
  }

  @Override
  public void tell(Stage stage, Narrator narrator) {
    String old = stage.tokenOf("cleo");
    narrator.ask("the administrator adds a signing key that comes first");
    new RealmKeys(stage.admin(), Stage.REALM).rotate();
    String fresh = stage.tokenOf("cleo");
    narrator.see("old kid", DecodedJwt.of(old).header().path("kid").asText());
    narrator.see("new kid", DecodedJwt.of(fresh).header().path("kid").asText());
    narrator.expect(
        "new tokens are signed with it",
        !DecodedJwt.of(old).header().path("kid").equals(DecodedJwt.of(fresh).header().path("kid")));
    narrator.expect("the new token is taken at once", 4, stage.sample().agents(fresh).size());
    narrator.expect("the old one is taken too", 4, stage.sample().agents(old).size());
  }
}
