package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ConnectGate;
import io.bailiwick.adapter.life.Connection;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The session that an application's endpoint is given: the container's own, but each message passes
 * the guard on its way to the handler. A proxy, since the interface is wide; what it does not know
 * of a later version of it, it refuses.
 *
 * <p>What it tells of the request that opened it is without the credentials that a query string may
 * hold, since applications log it, and its principal is the caller also where that came with the
 * first message. The open sessions are those of the same agent instance that were let in, each as
 * its own application has it; the container's are not to be had from here.
 *
 * <p>Of a handler that is added without its message's class, that class is read from the handler's
 * own type, as the container would. Where the type does not say, as a lambda's, the container can't
 * tell either, and refuses it.
 */
final class GatedSession implements InvocationHandler {
  /** What is of this socket alone, and says nothing of the request. */
  private static final Set<String> PASSED =
      Set.of(
          "addMessageHandler",
          "close",
          "getAsyncRemote",
          "getBasicRemote",
          "getId",
          "getMaxBinaryMessageBufferSize",
          "getMaxIdleTimeout",
          "getMaxTextMessageBufferSize",
          "getNegotiatedExtensions",
          "getNegotiatedSubprotocol",
          "getPathParameters",
          "getProtocolVersion",
          "getUserProperties",
          "isOpen",
          "isSecure",
          "removeMessageHandler",
          "setMaxBinaryMessageBufferSize",
          "setMaxIdleTimeout",
          "setMaxTextMessageBufferSize");

  private final Session session;
  private final ConnectGate gate;
  private final Connection connection;
  private final OpenSessions sessions;
  private final Principal caller;
  private final BiConsumer<Object, Runnable> guard;
  private final IdentityHashMap<Object, MessageHandler> guarded = new IdentityHashMap<>();

  private GatedSession(
      Session session,
      ConnectGate gate,
      Connection connection,
      OpenSessions sessions,
      BiConsumer<Object, Runnable> guard) {
    this.session = session;
    this.gate = gate;
    this.connection = connection;
    this.sessions = sessions;
    this.caller = new CallerPrincipal(connection.caller());
    this.guard = guard;
  }

  /** A part of a message is never taken for a whole one. */
  private record Part(Object part) {}

  /**
   * @param sessions all that applications have
   * @param guard given a message, or a part of one, and its delivery; runs that, or does not
   */
  static Session of(
      Session session,
      ConnectGate gate,
      Connection connection,
      OpenSessions sessions,
      BiConsumer<Object, Runnable> guard) {
    return proxy(Session.class, new GatedSession(session, gate, connection, sessions, guard));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "equals":
        return arguments != null && proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      case "toString":
        return "Session[" + connection.id() + "]";
      case "getUserPrincipal":
        return caller;
      case "getQueryString":
        return query();
      case "getRequestURI":
        return uri(session.getRequestURI());
      case "getRequestParameterMap":
        return parameters();
      case "getOpenSessions":
        return sessions.of(connection.agent());
      case "getMessageHandlers":
        return handlers();
      case "getContainer":
        return container(session.getContainer());
      default:
        return invoked(method, arguments);
    }
  }

  /** Its settings, to read: by itself, or through a client of its own, it leads to all sessions. */
  private static WebSocketContainer container(WebSocketContainer container) {
    return proxy(
        WebSocketContainer.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              case "toString" -> "WebSocketContainer";
              default -> {
                if (!method.getName().startsWith("get")) {
                  throw new UnsupportedOperationException(
                      "A session's container can't be changed or connected with: take one of"
                          + " ContainerProvider");
                }
                yield method.invoke(container, arguments);
              }
            });
  }

  private @Nullable String query() {
    // some containers decode what they call the query string, and then & ends no parameter
    String query = session.getRequestURI().getRawQuery();
    return query == null ? null : gate.queryWithoutCredentials(query);
  }

  private URI uri(URI asked) {
    String query = asked.getRawQuery();
    if (query == null) {
      return asked;
    }
    String text = asked.toString();
    String kept = gate.queryWithoutCredentials(query);
    return URI.create(text.substring(0, text.indexOf('?')) + (kept.isEmpty() ? "" : "?" + kept));
  }

  private Map<String, List<String>> parameters() {
    Map<String, List<String>> kept = new LinkedHashMap<>(session.getRequestParameterMap());
    kept.keySet()
        .removeIf(
            name ->
                gate.queryWithoutCredentials(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .isEmpty());
    return kept;
  }

  private @Nullable Object invoked(Method method, Object @Nullable [] arguments) throws Throwable {
    if (!PASSED.contains(method.getName())) {
      throw new UnsupportedOperationException(method.getName() + " is not known of a session");
    }
    if (arguments != null && arguments.length > 0) {
      int last = arguments.length - 1;
      if (method.getName().equals("addMessageHandler")) {
        if (last == 0) {
          return add((MessageHandler) arguments[0]);
        }
        arguments[last] = guarded(arguments[last]);
      } else if (method.getName().equals("removeMessageHandler")) {
        arguments[last] = removed(arguments[last]);
      }
    }
    try {
      return method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private @Nullable Object add(MessageHandler handler) {
    Class<?> message =
        MessageClass.of(handler)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "What messages this handler is for can't be told: add it with their"
                            + " class"));
    if (handler instanceof MessageHandler.Whole<?> whole) {
      addWhole(message, whole);
    } else {
      addPartial(message, (MessageHandler.Partial<?>) handler);
    }
    return null;
  }

  @SuppressWarnings("unchecked") // the class is the handler's own
  private <T> void addWhole(Class<T> message, MessageHandler.Whole<?> handler) {
    session.addMessageHandler(message, (MessageHandler.Whole<T>) guarded(handler));
  }

  @SuppressWarnings("unchecked") // the class is the handler's own
  private <T> void addPartial(Class<T> message, MessageHandler.Partial<?> handler) {
    session.addMessageHandler(message, (MessageHandler.Partial<T>) guarded(handler));
  }

  /** The application's own: around the guard leads no way. */
  private synchronized Set<MessageHandler> handlers() {
    return guarded.keySet().stream()
        .map(MessageHandler.class::cast)
        .collect(Collectors.toUnmodifiableSet());
  }

  private synchronized Object removed(Object handler) {
    MessageHandler wrapped = guarded.remove(handler);
    return wrapped == null ? handler : wrapped;
  }

  private synchronized MessageHandler guarded(Object handler) {
    MessageHandler wrapped =
        handler instanceof MessageHandler.Whole<?> whole
            ? whole(whole)
            : partial((MessageHandler.Partial<?>) handler);
    guarded.put(handler, wrapped);
    return wrapped;
  }

  private <T> MessageHandler whole(MessageHandler.Whole<T> handler) {
    return (MessageHandler.Whole<T>)
        message -> guard.accept(message, () -> handler.onMessage(message));
  }

  private <T> MessageHandler partial(MessageHandler.Partial<T> handler) {
    return (MessageHandler.Partial<T>)
        (part, last) -> guard.accept(new Part(part), () -> handler.onMessage(part, last));
  }
}
