package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.ConnectGate;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The session that an application's endpoint is given: the container's own, but each message passes
 * the guard on its way to the handler. A proxy, since the interface is wide and grows.
 *
 * <p>What it tells of the request that opened it is without the credentials that a query string may
 * hold, since applications log it, and its principal is the caller also where that came with the
 * first message.
 *
 * <p>Of a handler that is added without its message's class, that class is read from the handler's
 * own type, as the container would. Where the type does not say, as a lambda's, the container can't
 * tell either, and refuses it.
 */
final class GatedSession implements InvocationHandler {
  private final Session session;
  private final ConnectGate gate;
  private final Principal caller;
  private final BiConsumer<Object, Runnable> guard;
  private final IdentityHashMap<Object, MessageHandler> guarded = new IdentityHashMap<>();

  private GatedSession(
      Session session, ConnectGate gate, Principal caller, BiConsumer<Object, Runnable> guard) {
    this.session = session;
    this.gate = gate;
    this.caller = caller;
    this.guard = guard;
  }

  /** A part of a message is never taken for a whole one. */
  private record Part(Object part) {}

  /**
   * @param guard given a message, or a part of one, and its delivery; runs that, or does not
   */
  static Session of(
      Session session, ConnectGate gate, Principal caller, BiConsumer<Object, Runnable> guard) {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            new GatedSession(session, gate, caller, guard));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "getUserPrincipal":
        return caller;
      case "getQueryString":
        return query();
      case "getRequestURI":
        return uri(session.getRequestURI());
      case "getRequestParameterMap":
        return parameters();
      default:
        return invoked(proxy, method, arguments);
    }
  }

  private @Nullable String query() {
    String query = session.getQueryString();
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

  private @Nullable Object invoked(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments != null && arguments.length > 0) {
      int last = arguments.length - 1;
      if (method.getName().equals("equals")) {
        return proxy == arguments[0];
      }
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
