package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON that two parsers read in two ways, or one should not read at all. All well signed. */
final class JsonAttacks {
  private JsonAttacks() {}

  static void add(Cases cases) {
    duplicates(cases.family("duplicate-name", Level.STRICT, "RFC 7515, 4; RFC 7519, 4"));
    text(cases.family("text-encoding", Level.STRICT, "RFC 7519, 7.2; RFC 8259, 8.1"));
    grammar(cases.family("json-grammar", Level.STRICT, "RFC 7519, 7.2; RFC 8259"));
  }

  private static void duplicates(Cases.Family duplicates) {
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("sub", "\"sub\":\"admin\"");
    claims.put("sub-same", "\"sub\":\"5c1e2c8a-bert\"");
    claims.put("sub-escaped", "\"s\\u0075b\":\"admin\"");
    claims.put("sub-escaped-upper", "\"\\u0073\\u0075\\u0062\":\"admin\"");
    claims.put("aud", "\"aud\":\"another\"");
    claims.put("iss", "\"iss\":\"https://attacker.example\"");
    claims.put("exp", "\"exp\":4102444800");
    claims.put("scopes", "\"scopes\":[\"agent_os:admin\"]");
    claims.put("unknown", "\"x\":1,\"x\":2");
    claims.put("nested", "\"x\":{\"y\":1,\"y\":2}");
    claims.put("deep", "\"x\":[[{\"y\":1,\"\\u0079\":2}]]");
    claims.forEach(
        (name, member) -> {
          String json = Draft.good().claimsJson();
          duplicates.refuse(
              MALFORMED,
              "claim-" + name,
              "in the claims, a second " + name.replace('-', ' '),
              claims(json.substring(0, json.length() - 1) + "," + member + "}"));
          duplicates.refuse(
              MALFORMED,
              "claim-" + name + "-first",
              "the same, before the first",
              claims("{" + member + "," + json.substring(1)));
        });
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg-none", "\"alg\":\"none\"");
    header.put("alg-same", "\"alg\":\"RS256\"");
    header.put("alg-escaped", "\"\\u0061lg\":\"none\"");
    header.put("kid", "\"kid\":\"ps256\"");
    header.put("typ", "\"typ\":\"JWT\"");
    header.forEach(
        (name, member) -> {
          String json = Draft.good().headerJson();
          duplicates.refuse(
              MALFORMED,
              "header-" + name,
              "in the header, a second " + name.replace('-', ' '),
              header(json.substring(0, json.length() - 1) + "," + member + "}"));
          duplicates.refuse(
              MALFORMED,
              "header-" + name + "-first",
              "the same, before the first",
              header("{" + member + "," + json.substring(1)));
        });
  }

  private static void text(Cases.Family text) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    bytes.put("lone-continuation", Der.hex("80"));
    bytes.put("truncated", Der.hex("e282"));
    bytes.put("overlong-slash", Der.hex("c0af"));
    bytes.put("overlong-null", Der.hex("c080"));
    bytes.put("overlong-three", Der.hex("e080af"));
    bytes.put("surrogate", Der.hex("eda080"));
    bytes.put("surrogate-pair", Der.hex("eda081edb080"));
    bytes.put("beyond-unicode", Der.hex("f4908080"));
    bytes.put("five-bytes", Der.hex("f888808080"));
    bytes.put("ff", Der.hex("ff"));
    bytes.put("latin-1", Der.hex("e9"));
    bytes.forEach(
        (name, odd) -> {
          text.refuse(
              MALFORMED,
              "claim-" + name,
              "in a claim's text, bytes that are no UTF-8: " + name.replace('-', ' '),
              claims(around(Draft.good().claim("x", "\"?\"").claimsJson(), odd)));
          text.refuse(
              MALFORMED,
              "subject-" + name,
              "in the subject, bytes that are no UTF-8: " + name.replace('-', ' '),
              claims(around(Draft.good().claim("sub", "\"bert?\"").claimsJson(), odd)));
          text.refuse(
              MALFORMED,
              "header-" + name,
              "in the header, bytes that are no UTF-8: " + name.replace('-', ' '),
              header(around(Draft.good().header("x", "\"?\"").headerJson(), odd)));
        });
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_16LE,
          Charset.forName("UTF-32BE"),
          Charset.forName("UTF-32LE")
        }) {
      String name = charset.name().toLowerCase(java.util.Locale.ROOT);
      text.refuse(
          MALFORMED,
          "claims-" + name,
          "the claims in " + charset.name(),
          claims(Draft.good().claimsJson().getBytes(charset)));
      text.refuse(
          MALFORMED,
          "header-" + name,
          "the header in " + charset.name(),
          header(Draft.good().headerJson().getBytes(charset)));
    }
    text.refuse(
        MALFORMED,
        "claims-mark",
        "the claims after a byte-order mark",
        claims("\ufeff" + Draft.good().claimsJson()));
    text.refuse(
        MALFORMED,
        "header-mark",
        "the header after a byte-order mark",
        header("\ufeff" + Draft.good().headerJson()));
    text.refuse(
        MALFORMED,
        "lone-surrogate",
        "half a character by an escape",
        claims(Draft.good().claim("sub", "\"bert\\ud800\"").claimsJson()));
    text.refuse(
        MALFORMED,
        "lone-low-surrogate",
        "the other half",
        claims(Draft.good().claim("x", "\"\\udc00x\"").claimsJson()));
    text.refuse(
        MALFORMED,
        "surrogates-swapped",
        "both halves, in the wrong order",
        claims(Draft.good().claim("x", "\"\\udc00\\ud800\"").claimsJson()));
  }

  private static void grammar(Cases.Family grammar) {
    String good = Draft.good().claimsJson();
    String open = good.substring(0, good.length() - 1);
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("nothing", " ");
    claims.put("null", "null");
    claims.put("number", "1");
    claims.put("text", "\"text\"");
    claims.put("array", "[" + good + "]");
    claims.put("unclosed", open);
    claims.put("comma-at-end", open + ",}");
    claims.put("comma-missing", open + " \"x\":1}");
    claims.put("colon-missing", open + ",\"x\" 1}");
    claims.put("value-missing", open + ",\"x\":}");
    claims.put("name-unquoted", open + ",x:1}");
    claims.put("single-quotes", open + ",'x':1}");
    claims.put("comment", open + "/* */}");
    claims.put("line-comment", open + "//\n}");
    claims.put("nan", open + ",\"x\":NaN}");
    claims.put("infinity", open + ",\"x\":-Infinity}");
    claims.put("leading-zero", open + ",\"x\":01}");
    claims.put("plus", open + ",\"x\":+1}");
    claims.put("hexadecimal", open + ",\"x\":0x10}");
    claims.put("dot-first", open + ",\"x\":.5}");
    claims.put("dot-last", open + ",\"x\":5.}");
    claims.put("true-in-capitals", open + ",\"x\":True}");
    claims.put("escape-unknown", open + ",\"x\":\"\\x41\"}");
    claims.put("escape-short", open + ",\"x\":\"\\u12\"}");
    claims.put("line-end-in-text", open + ",\"x\":\"a\nb\"}");
    claims.put("null-in-text", open + ",\"x\":\"a\0b\"}");
    claims.put("after-end", good + "{}");
    claims.put("word-after-end", good + "x");
    claims.put("null-after-end", good + "\0");
    claims.put("two-objects", good + good);
    claims.put("nested-17", open + ",\"x\":" + "[".repeat(17) + "]".repeat(17) + "}");
    claims.put(
        "nested-objects-40", open + ",\"x\":" + "{\"x\":".repeat(40) + "1" + "}".repeat(40) + "}");
    claims.put("nested-5000", open + ",\"x\":" + "[".repeat(5000));
    claims.put("number-of-400-digits", open + ",\"x\":" + "9".repeat(400) + "}");
    claims.put("exponent-huge", open + ",\"x\":1e999999999}");
    claims.put("exponent-tiny", open + ",\"x\":1e-999999999}");
    claims.put(
        "members-300",
        open
            + ",\"x\":{"
            + java.util.stream.IntStream.range(0, 300)
                .mapToObj(i -> "\"" + i + "\":0")
                .collect(java.util.stream.Collectors.joining(","))
            + "}}");
    claims.put("name-of-2000", open + ",\"" + "x".repeat(2000) + "\":1}");
    claims.forEach(
        (name, json) ->
            grammar
                .origin(name.startsWith("nested") ? "RFC 8259, 9; CVE-2025-53864" : "RFC 8259")
                .refuse(
                    MALFORMED,
                    "claims-" + name,
                    "the claims: " + name.replace('-', ' '),
                    claims(json)));
    String head = Draft.good().headerJson();
    String begun = head.substring(0, head.length() - 1);
    Map<String, String> header = new LinkedHashMap<>();
    header.put("nothing", " ");
    header.put("null", "null");
    header.put("array", "[" + head + "]");
    header.put("unclosed", begun);
    header.put("comma-at-end", begun + ",}");
    header.put("single-quotes", begun + ",'x':1}");
    header.put("comment", begun + "/* */}");
    header.put("after-end", head + "{}");
    header.put("null-after-end", head + "\0");
    header.put("nested-5000", begun + ",\"x\":" + "[".repeat(5000));
    header.forEach(
        (name, json) ->
            grammar.refuse(
                MALFORMED,
                "header-" + name,
                "the header: " + name.replace('-', ' '),
                header(json)));
  }

  private static byte[] around(String json, byte[] odd) {
    int at = json.indexOf('?');
    return Derived.concat(
        Draft.ascii(json.substring(0, at)), odd, Draft.ascii(json.substring(at + 1)));
  }

  private static String claims(String json) {
    return claims(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String claims(byte[] json) {
    return Draft.signParts(Draft.good().headerPart(), Draft.url(json), CorpusKey.RS256.signer());
  }

  private static String header(String json) {
    return header(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String header(byte[] json) {
    return Draft.signParts(Draft.url(json), Draft.good().claimsPart(), CorpusKey.RS256.signer());
  }
}
