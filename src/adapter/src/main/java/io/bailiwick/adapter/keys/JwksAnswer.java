package io.bailiwick.adapter.keys;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the head of an issuer's answer says, before anything of its body is read. */
final class JwksAnswer {
  /** However short an answer is said to be fresh, it is used so long. */
  static final Duration LEAST_AGE = Duration.ofSeconds(30);

  private static final Pattern JSON =
      Pattern.compile("application/(json|[a-z0-9.-]+\\+json)\\s*(;.*)?");

  /** RFC 9111, 5.2.2.1. */
  private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=\"?0*([0-9]{1,10})");

  /** What is longer counts as this (RFC 9111, 1.2.2). */
  private static final long LONGEST_SECONDS = 1L << 31;

  private JwksAnswer() {}

  /** Why the body is not to be read; empty where it is. */
  static Optional<KeyFailure> fault(HttpResponse.ResponseInfo head) {
    int status = head.statusCode();
    if (status >= 300 && status < 400) {
      return Optional.of(KeyFailure.REDIRECTED);
    }
    if (status != 200) {
      return Optional.of(KeyFailure.BAD_STATUS);
    }
    if (head.headers().allValues("Content-Encoding").stream()
        .anyMatch(encoding -> !encoding.strip().equalsIgnoreCase("identity"))) {
      return Optional.of(KeyFailure.ENCODED);
    }
    boolean json =
        head.headers()
            .firstValue("Content-Type")
            .map(type -> type.strip().toLowerCase(Locale.ROOT))
            .filter(type -> JSON.matcher(type).matches())
            .isPresent();
    return json ? Optional.empty() : Optional.of(KeyFailure.WRONG_CONTENT_TYPE);
  }

  /**
   * How long the issuer says that the answer is fresh. {@code no-cache}, {@code no-store} and
   * {@code max-age=0} say nothing of how long keys live: Keycloak sends such on every answer.
   */
  static Optional<Duration> maxAge(HttpHeaders headers) {
    String text = String.join(",", headers.allValues("Cache-Control")).toLowerCase(Locale.ROOT);
    Matcher found = MAX_AGE.matcher(text);
    return found.find()
        ? Optional.of(Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(found.group(1)))))
            .filter(age -> !age.isZero())
        : Optional.empty();
  }
}
