package io.bailiwick.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OrderedEndpointTest {
  private static final CloseReason REASON =
      new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "away");

  /** Told apart from others, and of no use. */
  private static final Session SESSION =
      (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException();
              });

  private static final EndpointConfig CONFIG =
      ServerEndpointConfig.Builder.create(Endpoint.class, "/").build();

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Runnable whileOpening = () -> {};
  private final OrderedEndpoint ordered =
      new OrderedEndpoint(
          new Endpoint() {
            @Override
            public void onOpen(Session session, EndpointConfig config) {
              hear(session, "opening");
              whileOpening.run();
              hear(session, "opened");
            }

            @Override
            public void onError(Session session, Throwable thrown) {
              hear(session, "error " + thrown.getMessage());
            }

            @Override
            public void onClose(Session session, CloseReason reason) {
              hear(session, "closed");
            }

            private void hear(Session session, String what) {
              assertThat(session == SESSION).as("the session that it was opened with").isTrue();
              heard.add(what);
            }
          });

  @Test
  void whatHappensBeforeItIsOpened_isNotHeard_andWhatIsClosedIsNotOpened() {
    ordered.error(new IllegalStateException("early"));
    ordered.close(REASON);
    assertThat(ordered.open(SESSION, CONFIG)).isFalse();
    ordered.error(new IllegalStateException("late"));
    assertThat(heard).isEmpty();
  }

  @Test
  void whatHappensWhileItIsBeingOpened_isHeardAfterThat_fromWhateverThread() throws Exception {
    whileOpening =
        () -> {
          Thread other =
              new Thread(
                  () -> {
                    ordered.error(new IllegalStateException("one"));
                    ordered.close(REASON);
                    ordered.close(REASON);
                    ordered.error(new IllegalStateException("two"));
                  });
          other.start();
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThat(ordered.open(SESSION, CONFIG)).isTrue();
    assertThat(heard).containsExactly("opening", "opened", "error one", "closed");
  }

  @Test
  void oneThatClosesItselfAndThrows_isStillToldOfItsEnd() {
    whileOpening =
        () -> {
          ordered.close(REASON);
          throw new IllegalStateException("broken");
        };
    assertThatThrownBy(() -> ordered.open(SESSION, CONFIG)).hasMessage("broken");
    assertThat(heard).containsExactly("opening", "closed");
  }

  @Test
  void openedOnce_closedOnce() {
    assertThat(ordered.open(SESSION, CONFIG)).isTrue();
    assertThat(ordered.open(SESSION, CONFIG)).isFalse();
    ordered.error(new IllegalStateException("one"));
    ordered.close(REASON);
    ordered.close(REASON);
    assertThat(heard).containsExactly("opening", "opened", "error one", "closed");
  }
}
