package io.bailiwick.jakarta;

import io.bailiwick.adapter.connect.Answer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes the gate's answer as the whole response. */
final class Answers {
  private Answers() {}

  /** Starts afresh: what was prepared for a caller who may have it is not for this one. */
  static void write(HttpServletResponse response, Answer answer) throws IOException {
    response.reset();
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
