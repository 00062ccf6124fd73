package io.bailiwick.adapter.connect;

/** How an error body is written. */
public enum ErrorFormat {
  /** {@code {"group": "auth", "code": "forbidden", "message": "...", "metadata": {...}}}. */
  GROUP_CODE,
  /** {@code {"detail": "..."}}, as clients of Agno AgentOS read it. */
  DETAIL
}
