package io.bailiwick.keycloak.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private final List<Pending> sent = new ArrayList<>();
  private final Outbox outbox = new Outbox(sent::addAll);

  private static Pending pending(String realm, String value) {
    return new Pending(
        realm,
        Revocation.Kind.SUB,
        Optional.of(value),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void committed_isSentOnce_andInOrder() {
    outbox.begin();
    outbox.add(pending("r", "a"));
    outbox.add(pending("r", "b"));
    outbox.add(pending("r", "a"));
    assertThat(sent).isEmpty();

    outbox.commit();

    assertThat(sent).containsExactly(pending("r", "a"), pending("r", "b"));
  }

  @Test
  void rolledBack_isNeverSent() {
    outbox.begin();
    outbox.add(pending("r", "a"));

    outbox.rollback();

    assertThat(sent).isEmpty();
  }

  @Test
  void moreThanCanBeNamed_isAllOfThatRealm_andOfNoOther() {
    outbox.begin();
    for (int i = 0; i <= Outbox.MOST_OF_A_REALM; i++) {
      outbox.add(pending("many", "p" + i));
    }
    outbox.add(pending("few", "a"));

    outbox.commit();

    assertThat(sent).containsExactlyInAnyOrder(Pending.all("many"), pending("few", "a"));
  }

  @Test
  void senderThatFails_doesNotFailWhatIsCommitted() {
    Outbox failing =
        new Outbox(
            all -> {
              throw new IllegalStateException("no");
            });
    failing.begin();
    failing.add(pending("r", "a"));

    assertThatCode(failing::commit).doesNotThrowAnyException();
  }
}
