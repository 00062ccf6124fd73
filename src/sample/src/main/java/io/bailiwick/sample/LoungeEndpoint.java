package io.bailiwick.sample;

import io.bailiwick.adapter.access.ConnectionAccess;
import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.ConnectionWatch;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.jakarta.SocketOutlet;
import io.bailiwick.sample.LoungeHooks.Guest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;

/**
 * One who is in a room of the lounge. What is not open to them is answered in the gate's own words,
 * and the socket stays open.
 */
final class LoungeEndpoint extends Endpoint {
  private final Lounge lounge;
  private final ConnectGate gate;

  LoungeEndpoint(Lounge lounge, ConnectGate gate) {
    this.lounge = lounge;
    this.gate = gate;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    LiveConnection<Guest> guest = guest(session);
    SocketOutlet outlet = new SocketOutlet(session);
    Talk talk = new Talk(guest, outlet);
    guest.watch(talk);
    lounge.enter(guest);
    session.addMessageHandler(String.class, talk::take);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    lounge.leave(guest(session));
  }

  // the service has these hooks and no others
  @SuppressWarnings("unchecked")
  private static LiveConnection<Guest> guest(Session session) {
    return (LiveConnection<Guest>)
        Optional.ofNullable(session.getUserProperties().get(LiveConnection.class.getName()))
            .orElseThrow();
  }

  /** What one says and hears. */
  private final class Talk implements ConnectionWatch {
    private final LiveConnection<Guest> guest;
    private final ConnectionAccess<Guest> access;

    Talk(LiveConnection<Guest> guest, SocketOutlet outlet) {
      this.guest = guest;
      this.access = lounge.access().open(guest, outlet, this::dropped);
      send(
          Map.of("event", "welcome", "nick", guest.state().nick(), "readonly", guest.isReadonly()));
    }

    void take(String message) {
      try {
        LoungeMessages.Wanted wanted = LoungeMessages.read(message);
        answer(wanted);
      } catch (Refused e) {
        if (e.refusal().status() == 401 || !guest.connection().isOpen()) {
          // it ends, or has ended
          throw e;
        }
        access.send(gate.answer(e.refusal()).body());
      }
    }

    private void answer(LoungeMessages.Wanted wanted) {
      switch (wanted.action()) {
        case "subscribe" -> {
          access.subscribe(wanted.of());
          send(Map.of("done", "subscribe", "of", wanted.of()));
        }
        case "unsubscribe" -> {
          access.unsubscribe(wanted.of());
          send(Map.of("done", "unsubscribe", "of", wanted.of()));
        }
        case "publish" -> {
          switch (access.publish(wanted.of())) {
            case ACCEPTED -> lounge.say(guest, wanted.text());
            case IGNORED -> {}
          }
          send(Map.of("done", "publish"));
        }
        default -> {
          access.require(wanted.action());
          act(wanted);
        }
      }
    }

    /** What the rules have let through by its name. */
    private void act(LoungeMessages.Wanted wanted) {
      switch (wanted.action()) {
        case "history" -> send(Map.of("done", "history", "said", lounge.history(guest)));
        case "mute" -> send(Map.of("done", "mute", "muted", lounge.mute(guest, wanted.of(), true)));
        case "unmute" ->
            send(Map.of("done", "unmute", "unmuted", lounge.mute(guest, wanted.of(), false)));
        default -> throw new Refused(Refusal.of(Refusal.Code.FORBIDDEN));
      }
    }

    @Override
    public void readonlyChanged(boolean readonly) {
      send(Map.of("event", "readonly", "readonly", readonly));
    }

    private void dropped(String event, Refusal why) {
      send(Map.of("event", "unsubscribed", "of", event, "code", why.text()));
    }

    private void send(Map<String, ?> message) {
      access.send(LoungeMessages.write(message));
    }
  }
}
