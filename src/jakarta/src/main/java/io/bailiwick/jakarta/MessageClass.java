package io.bailiwick.jakarta;

import jakarta.websocket.MessageHandler;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which class of message a handler is for, as its own type says it: {@code Whole<String>}. */
final class MessageClass {
  private MessageClass() {}

  /** Empty where the type does not say, as a lambda's. */
  static Optional<Class<?>> of(MessageHandler handler) {
    Class<?> wanted =
        handler instanceof MessageHandler.Whole<?>
            ? MessageHandler.Whole.class
            : MessageHandler.Partial.class;
    return find(handler.getClass(), wanted, Map.of());
  }

  private static Optional<Class<?>> find(
      Type type, Class<?> wanted, Map<TypeVariable<?>, Type> outer) {
    Class<?> raw;
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    if (type instanceof ParameterizedType given && given.getRawType() instanceof Class<?> of) {
      raw = of;
      for (int i = 0; i < of.getTypeParameters().length; i++) {
        Type argument = given.getActualTypeArguments()[i];
        known.put(of.getTypeParameters()[i], outer.getOrDefault(argument, argument));
      }
    } else if (type instanceof Class<?> of) {
      raw = of;
    } else {
      return Optional.empty();
    }
    if (raw == wanted) {
      return known.values().stream().findFirst().flatMap(MessageClass::raw);
    }
    for (Type above : raw.getGenericInterfaces()) {
      Optional<Class<?>> found = find(above, wanted, known);
      if (found.isPresent()) {
        return found;
      }
    }
    Type parent = raw.getGenericSuperclass();
    return parent == null ? Optional.empty() : find(parent, wanted, known);
  }

  private static Optional<Class<?>> raw(Type type) {
    if (type instanceof ParameterizedType given) {
      return raw(given.getRawType());
    }
    return type instanceof Class<?> known ? Optional.of(known) : Optional.empty();
  }
}
