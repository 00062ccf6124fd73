package io.bailiwick.sample;

import io.bailiwick.adapter.access.AgentAccess;
import io.bailiwick.adapter.connect.ConnectionParams;
import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import io.bailiwick.adapter.hook.ConnectContext;
import io.bailiwick.adapter.hook.ConnectionHooks;
import io.bailiwick.adapter.hook.LiveConnection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What happens as people come to the lounge and leave it; to other agents they come and leave
 * without a word.
 */
final class LoungeHooks implements ConnectionHooks<LoungeHooks.Wishes, LoungeHooks.Guest> {
  /** So many hear what is said in one room at most. */
  static final int SEATS = 100;

  private static final Pattern NICK = Pattern.compile("[\\p{L}\\p{N} ._-]{1,32}");

  private final AgentAccess<Guest> access;

  LoungeHooks(AgentAccess<Guest> access) {
    this.access = access;
  }

  /**
   * What a client asks for in its connection parameters: {@code {"nick": "Bertie"}}.
   *
   * @param nick empty: by the token
   */
  record Wishes(Optional<String> nick) {}

  /** Who somebody is here, for as long as the connection lives. */
  record Guest(String nick) {}

  @Override
  public Wishes readParams(ConnectionParams raw) {
    Object nick = raw.values().get("nick");
    if (nick == null) {
      return new Wishes(Optional.empty());
    }
    if (nick instanceof String text && NICK.matcher(text).matches()) {
      return new Wishes(Optional.of(text));
    }
    throw new IllegalArgumentException("A nick is up to 32 letters, digits, spaces, dots and such");
  }

  @Override
  public void beforeConnect(ConnectContext context, Wishes wishes) {
    if (Lounge.isHere(context.agent()) && access.subscribers(context.agent(), "said") >= SEATS) {
      throw new Refused(Refusal.user("room_full", "This room is full", Map.of("seats", SEATS)));
    }
  }

  @Override
  public Guest createState(ConnectContext context, Wishes wishes) {
    return new Guest(wishes.nick().orElseGet(() -> context.caller().subject()));
  }

  /** Whoever may not write watches. */
  @Override
  public Boolean shouldBeReadonly(ConnectContext context, Guest guest) {
    return Lounge.isHere(context.agent()) && !context.caller().can(context.agent(), "write");
  }

  @Override
  public void onConnect(LiveConnection<Guest> connection) {
    tell(connection, "came");
  }

  @Override
  public void onDisconnect(LiveConnection<Guest> connection, Optional<Refusal> how) {
    tell(connection, "left");
  }

  private void tell(LiveConnection<Guest> connection, String what) {
    if (Lounge.isHere(connection.agent())) {
      access.publish(
          connection.agent(),
          "people",
          LoungeMessages.write(Map.of("event", "people", what, connection.state().nick())));
    }
  }
}
