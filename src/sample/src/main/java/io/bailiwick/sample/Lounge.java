package io.bailiwick.sample;

import io.bailiwick.adapter.access.AccessMetrics;
import io.bailiwick.adapter.access.AccessRules;
import io.bailiwick.adapter.access.AgentAccess;
import io.bailiwick.adapter.access.ConnectionRule;
import io.bailiwick.adapter.access.RoleSource;
import io.bailiwick.adapter.access.Roles;
import io.bailiwick.adapter.connect.DecisionListener;
import io.bailiwick.adapter.hook.HookLimits;
import io.bailiwick.adapter.hook.HookRunner;
import io.bailiwick.adapter.hook.LiveConnection;
import io.bailiwick.adapter.metrics.MeasurementSource;
import io.bailiwick.sample.LoungeHooks.Guest;
import io.bailiwick.scope.AgentPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An agent whose instances are rooms to talk in: {@code /agents/lounge/{room...}}. Whoever may run
 * it may be there and hear, whoever may write may talk, and moderators mute. Thread-safe.
 */
final class Lounge implements AutoCloseable {
  static final String NAME = "lounge";
  private static final int REMEMBERED = 20;

  /** Scopes give roles: {@code agents:lounge:moderate} makes a moderator. */
  private static final Roles ROLES =
      Roles.standard(
          RoleSource.byAction(Map.of("user", "run", "moderator", "moderate", "admin", "manage")));

  private static final AccessRules<Guest> RULES =
      AccessRules.<Guest>builder()
          .readAction("history", ConnectionRule.role(ROLES, "user"))
          .action("mute", ConnectionRule.role(ROLES, "moderator"))
          .action("unmute", ConnectionRule.role(ROLES, "moderator"))
          .queue("messages", ConnectionRule.action("write"))
          .event("said", ConnectionRule.action("run"))
          .event("people", ConnectionRule.action("run"))
          .event("moderation", ConnectionRule.role(ROLES, "moderator"))
          .build();

  private final AgentAccess<Guest> access = AgentAccess.of(RULES);
  private final HookRunner<Guest> hooks =
      HookRunner.of(
          new LoungeHooks(access), HookLimits.standard(), DecisionListener.logging(SampleGate.LOG));
  private final Map<AgentPath, Room> rooms = new ConcurrentHashMap<>();

  /** One room: who is in it, and what was said at last. */
  private static final class Room {
    private final Set<LiveConnection<Guest>> here = ConcurrentHashMap.newKeySet();
    private final Deque<String> said = new ArrayDeque<>();

    synchronized void say(String message) {
      said.addLast(message);
      if (said.size() > REMEMBERED) {
        said.removeFirst();
      }
    }

    synchronized List<String> said() {
      return List.copyOf(said);
    }
  }

  static boolean isHere(AgentPath agent) {
    return agent.name().equals(NAME);
  }

  AgentAccess<Guest> access() {
    return access;
  }

  /** For all connections to this service, whatever the agent. */
  HookRunner<Guest> hooks() {
    return hooks;
  }

  MeasurementSource metrics() {
    return AccessMetrics.of(access);
  }

  void enter(LiveConnection<Guest> guest) {
    rooms.compute(
        guest.agent(),
        (path, known) -> {
          Room room = known == null ? new Room() : known;
          room.here.add(guest);
          return room;
        });
  }

  /** What was said in a room is forgotten with the last who leaves it. */
  void leave(LiveConnection<Guest> guest) {
    rooms.computeIfPresent(
        guest.agent(),
        (path, room) -> {
          room.here.remove(guest);
          return room.here.isEmpty() ? null : room;
        });
  }

  void say(LiveConnection<Guest> guest, String text) {
    Room room = rooms.get(guest.agent());
    if (room != null) {
      room.say(guest.state().nick() + ": " + text);
    }
    access.publish(
        guest.agent(),
        "said",
        LoungeMessages.write(Map.of("event", "said", "from", guest.state().nick(), "text", text)));
  }

  List<String> history(LiveConnection<Guest> guest) {
    Room room = rooms.get(guest.agent());
    return room == null ? List.of() : room.said();
  }

  /** Mutes, or lets talk again, all in the moderator's room who go by that nick. */
  int mute(LiveConnection<Guest> moderator, String nick, boolean muted) {
    Room room = rooms.get(moderator.agent());
    List<LiveConnection<Guest>> meant =
        room == null
            ? List.of()
            : room.here.stream().filter(each -> each.state().nick().equals(nick)).toList();
    meant.forEach(each -> each.setReadonly(muted));
    access.publish(
        moderator.agent(),
        "moderation",
        LoungeMessages.write(Map.of("event", "moderation", muted ? "muted" : "unmuted", nick)));
    return meant.size();
  }

  @Override
  public void close() {
    hooks.close();
  }
}
