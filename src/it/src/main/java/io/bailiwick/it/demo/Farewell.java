package io.bailiwick.it.demo;

import io.bailiwick.it.keycloak.AdminAccount;
import io.bailiwick.it.keycloak.RealmEndpoints;
import java.net.URI;

/** What a person may try while the demo stays up. */
record Farewell(RealmEndpoints realm, URI sample, AdminAccount admin) {

  void say(Narrator narrator) {
    narrator.line(
        """

        It stays up until you stop it (Ctrl-C). Try it:

          TOKEN=$(curl -s %s \\
            -d grant_type=password -d client_id=demo-cli -d username=bert -d password=bert \\
            -d resource=%s | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
          curl -s -H "Authorization: Bearer $TOKEN" %s/agents

        Or in a browser: open %s, sign in as bert, and press Connect. The page
        shows how it gets a ticket, connects with it, and goes on with newer tokens. Then log bert out
        in the console (realm agents, Users, bert, Sessions, Logout all sessions): it is closed at once.

          people     ada, bert, cleo, dan; each one's password is the name
          sample     %s
          realm      %s
          console    %s/admin  (%s / %s)
        """
            .formatted(
                realm.token(),
                sample,
                sample,
                sample,
                sample,
                realm.issuer(),
                realm.server(),
                admin.user(),
                admin.password()));
  }
}
