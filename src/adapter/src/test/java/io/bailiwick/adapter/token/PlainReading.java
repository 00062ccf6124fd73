package io.bailiwick.adapter.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@link PlainJson} takes, beside {@link StrictJson}. */
final class PlainReading {
  private PlainReading() {}

  /**
   * @return whether it is plain
   */
  static boolean requireTakenByStrictToo(byte[] object) {
    boolean plain = isPassedOver(object);
    if (plain) {
      StrictJson.object(object);
    }
    // as a value, too, since only values are given
    byte[] wrapped = wrapped(object);
    Optional<List<Object>> values = values(wrapped);
    if (values.isPresent() != isPassedOver(wrapped)) {
      throw new AssertionError("Read or passed over, but not both");
    }
    if (values.isPresent()
        && !values.get().equals(List.copyOf(StrictJson.object(wrapped).values()))) {
      throw new AssertionError("Another value is read by PlainJson than by StrictJson");
    }
    return plain;
  }

  static boolean isRead(byte[] bytes) {
    return values(bytes).isPresent();
  }

  private static Optional<List<Object>> values(byte[] bytes) {
    PlainJson json = new PlainJson();
    List<Object> values = new ArrayList<>();
    try {
      json.open(roomy(bytes), bytes.length);
      while (json.nextName()) {
        values.add(json.value());
      }
      return Optional.of(values);
    } catch (PlainJson.NotPlain e) {
      return Optional.empty();
    }
  }

  static boolean isPassedOver(byte[] bytes) {
    PlainJson json = new PlainJson();
    try {
      json.open(roomy(bytes), bytes.length);
      while (json.nextName()) {
        json.skip();
      }
      return true;
    } catch (PlainJson.NotPlain e) {
      return false;
    }
  }

  private static byte[] roomy(byte[] bytes) {
    byte[] roomy = Arrays.copyOf(bytes, bytes.length + PlainJson.ROOM);
    // nothing of what is behind the text may count
    Arrays.fill(roomy, bytes.length, roomy.length, (byte) '"');
    return roomy;
  }

  private static byte[] wrapped(byte[] value) {
    byte[] before = "{\"x\":".getBytes(StandardCharsets.US_ASCII);
    byte[] wrapped = Arrays.copyOf(before, before.length + value.length + 1);
    System.arraycopy(value, 0, wrapped, before.length, value.length);
    wrapped[wrapped.length - 1] = '}';
    return wrapped;
  }
}
