package io.bailiwick.adapter.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JSON object as issuers write it: no white space between, no escapes, whole numbers that are
 * not negative. What it takes {@link StrictJson} takes too, with the same values. It judges
 * nothing: what is otherwise is {@link NotPlain}, and for {@link StrictJson} to read or to refuse.
 *
 * <p>By hand, since of such a text little has to be read: without escapes a string ends at the next
 * quotation mark, and what is passed over or known already is never made an object.
 *
 * <p>It is read from front to end: {@link #open}, {@link #nextName}, then either {@link #value} or
 * {@link #skip}, until there is no name any more; then all was read. Can be opened again. Not
 * thread-safe.
 */
final class PlainJson {
  /** What must follow the text in its array, so that eight bytes can be read at once. */
  static final int ROOM = PlainText.ROOM;

  // each well within what StrictJson takes
  private static final int MAX_LENGTH = 16 * 1024;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 512;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_NAMES = 64;

  private byte[] bytes = new byte[ROOM];
  private int end;
  private int at;
  private boolean ascii;

  /** Where the names begin and end of all objects that are open now. */
  private final int[] names = new int[2 * MAX_NAMES];

  private int named;
  private long namesSeen;

  /** Not an error: another reader has to look at it. One for all, since it says nothing more. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace and no suppressed ones
  static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;
    private static final NotPlain INSTANCE = new NotPlain();

    private NotPlain() {
      super("not plain", null, false, false);
    }
  }

  /**
   * Begins with the first so many bytes of the array.
   *
   * @throws IllegalArgumentException where {@link #ROOM} does not follow them
   */
  void open(byte[] text, int length) throws NotPlain {
    if (length < 0 || length > text.length - ROOM) {
      throw new IllegalArgumentException("There is no room behind the text");
    }
    bytes = text;
    end = length;
    PlainText.Kind kind = PlainText.kind(text, length);
    if (length > MAX_LENGTH || kind == PlainText.Kind.ODD) {
      throw NotPlain.INSTANCE;
    }
    ascii = kind == PlainText.Kind.ASCII;
    begin();
  }

  /** Goes to the first member, wherever it is. */
  void begin() throws NotPlain {
    at = 0;
    named = 0;
    namesSeen = 0;
    expect('{');
  }

  /** Lets go of the text. */
  void close() {
    end = 0;
  }

  /** Goes to the next member's name; false where there is none, and nothing follows. */
  boolean nextName() throws NotPlain {
    if (peek() == '}') {
      at++;
      if (at != end) {
        throw NotPlain.INSTANCE;
      }
      return false;
    }
    if (named > 0) {
      expect(',');
    }
    namesSeen = name(0, namesSeen);
    return true;
  }

  /** How much of the text is read. */
  int position() {
    return at;
  }

  /**
   * Passes over what comes next where it is written as that is.
   *
   * @param ahead how much more must be the same, and is not passed over
   */
  boolean passSame(byte[] text, int from, int to, int ahead) {
    int last = at + (to - from) + ahead;
    if (last > end || !Arrays.equals(text, from, to + ahead, bytes, at, last)) {
      return false;
    }
    at += to - from;
    return true;
  }

  /** Whether only the brace is left that ends the object. */
  boolean isDone() {
    return at == end - 1 && bytes[at] == '}';
  }

  /** All of the text. */
  byte[] copy() {
    return Arrays.copyOf(bytes, end);
  }

  /** The place of that name's claim; negative where there is none. */
  int place(ClaimNames claims) {
    return claims.place(bytes, names[2 * named - 2], names[2 * named - 1]);
  }

  /** The value of the member that was named last, which may be one that others had, too. */
  Object sharedValue(int claim, SharedValues shared) throws NotPlain {
    int from = at;
    skip();
    Object known = shared.find(claim, bytes, from, at);
    if (known != null) {
      return known;
    }
    int to = at;
    at = from;
    Object value = value();
    shared.keep(claim, bytes, from, to, value);
    return value;
  }

  /** The value of the member that was named last. */
  Object value() throws NotPlain {
    return value(1);
  }

  /** Passes over the value of the member that was named last. */
  void skip() throws NotPlain {
    skip(1);
  }

  private Object value(int depth) throws NotPlain {
    return switch (peek()) {
      case '"' -> text();
      case '[' -> elements(depth);
      case '{' -> members(depth);
      case 't' -> {
        literal("true");
        yield true;
      }
      case 'f' -> {
        literal("false");
        yield false;
      }
      case 'n' -> {
        literal("null");
        yield StrictJson.NULL;
      }
      default -> number();
    };
  }

  private void skip(int depth) throws NotPlain {
    switch (peek()) {
      case '"' -> string();
      case '[' -> skipElements(depth);
      case '{' -> skipMembers(depth);
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private List<Object> elements(int depth) throws NotPlain {
    List<Object> elements = new ArrayList<>();
    for (boolean more = opens(depth, ']'); more; more = continues(']')) {
      elements.add(value(depth + 1));
    }
    return Collections.unmodifiableList(elements);
  }

  private void skipElements(int depth) throws NotPlain {
    for (boolean more = opens(depth, ']'); more; more = continues(']')) {
      skip(depth + 1);
    }
  }

  private Map<String, Object> members(int depth) throws NotPlain {
    Map<String, Object> members = new LinkedHashMap<>();
    int base = named;
    long seen = 0;
    for (boolean more = opens(depth, '}'); more; more = continues('}')) {
      seen = name(base, seen);
      String name = text(names[2 * named - 2], names[2 * named - 1]);
      members.put(name, value(depth + 1));
    }
    named = base;
    return Collections.unmodifiableMap(members);
  }

  private void skipMembers(int depth) throws NotPlain {
    int base = named;
    long seen = 0;
    for (boolean more = opens(depth, '}'); more; more = continues('}')) {
      seen = name(base, seen);
      skip(depth + 1);
    }
    named = base;
  }

  /** Goes into an array or object; whether there is anything in it. */
  private boolean opens(int depth, char close) throws NotPlain {
    if (depth == MAX_DEPTH) {
      throw NotPlain.INSTANCE;
    }
    at++;
    if (peek() == close) {
      at++;
      return false;
    }
    return true;
  }

  /** Whether another one follows. */
  private boolean continues(char close) throws NotPlain {
    byte next = peek();
    at++;
    if (next != ',' && next != close) {
      throw NotPlain.INSTANCE;
    }
    return next == ',';
  }

  /**
   * Reads a name and its colon.
   *
   * @param base the first name of the same object
   * @param seen a bit for each name of the same object
   * @return the same with this one's
   */
  private long name(int base, long seen) throws NotPlain {
    int from = at + 1;
    if (peek() != '"' || named == MAX_NAMES) {
      throw NotPlain.INSTANCE;
    }
    string();
    int to = at - 1;
    expect(':');
    if (to - from > MAX_NAME) {
      throw NotPlain.INSTANCE;
    }
    long bit = to == from ? 1 : 1L << (bytes[from] * 7 + bytes[to - 1] * 31 + (to - from));
    if ((seen & bit) != 0) {
      for (int i = base; i < named; i++) {
        if (Arrays.equals(bytes, names[2 * i], names[2 * i + 1], bytes, from, to)) {
          throw NotPlain.INSTANCE;
        }
      }
    }
    names[2 * named] = from;
    names[2 * named + 1] = to;
    named++;
    return seen | bit;
  }

  private String text() throws NotPlain {
    int from = at + 1;
    string();
    return text(from, at - 1);
  }

  private String text(int from, int to) {
    return new String(
        bytes, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /** Goes behind a string. */
  private void string() throws NotPlain {
    int mark = PlainText.quotationMark(bytes, at + 1, end);
    if (mark < 0) {
      throw NotPlain.INSTANCE;
    }
    at = mark + 1;
  }

  private Long number() throws NotPlain {
    int from = at;
    long number = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      number = number * 10 + (bytes[at] - '0');
      at++;
      if (at - from > MAX_DIGITS) {
        throw NotPlain.INSTANCE;
      }
    }
    // a sign, or a zero before others
    if (at == from || (at > from + 1 && bytes[from] == '0')) {
      throw NotPlain.INSTANCE;
    }
    return number;
  }

  private void literal(String name) throws NotPlain {
    for (int i = 0; i < name.length(); i++) {
      expect(name.charAt(i));
    }
  }

  private void expect(char what) throws NotPlain {
    if (peek() != what) {
      throw NotPlain.INSTANCE;
    }
    at++;
  }

  private byte peek() throws NotPlain {
    if (at >= end) {
      throw NotPlain.INSTANCE;
    }
    return bytes[at];
  }
}
