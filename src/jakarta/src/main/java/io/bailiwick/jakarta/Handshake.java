package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Refusal;
import io.bailiwick.adapter.connect.Refused;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * A request as the opening of a WebSocket (RFC 6455, 4.2.1). Containers disagree about one that is
 * malformed, and some break over it, so it is looked at before it is handed to one.
 */
record Handshake(HttpServletRequest request) {
  /** The version of the protocol, the only one there is. */
  static final String VERSION = "13";

  private static final int KEY_BYTES = 16;

  /** Whether a WebSocket is what it asks for, among other things perhaps. */
  boolean isAskedFor() {
    return request.getDispatcherType() == DispatcherType.REQUEST
        && request.getMethod().equals("GET")
        && listed("Upgrade").stream().anyMatch("websocket"::equalsIgnoreCase);
  }

  /** Whether it asks as the protocol has it, and for nothing else. */
  boolean isWellFormed() {
    return request.getProtocol().equals("HTTP/1.1")
        && listed("Upgrade").size() == 1
        && listed("Connection").stream().anyMatch("Upgrade"::equalsIgnoreCase)
        && listed("Sec-WebSocket-Version").equals(List.of(VERSION))
        && hasKey();
  }

  /**
   * @throws Refused where it does not
   */
  void requireWellFormed() {
    if (!isWellFormed()) {
      throw new Refused(Refusal.of(Refusal.Code.INVALID_REQUEST));
    }
  }

  /** Not the request, which has the query string in its text. */
  @Override
  public String toString() {
    return "Handshake";
  }

  private boolean hasKey() {
    List<String> keys = listed("Sec-WebSocket-Key");
    try {
      return keys.size() == 1 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<String> listed(String header) {
    return Collections.list(request.getHeaders(header)).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }
}
