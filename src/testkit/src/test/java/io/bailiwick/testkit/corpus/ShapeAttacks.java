package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.BAD_SIGNATURE;
import static io.bailiwick.testkit.corpus.Cases.FORBIDDEN_HEADER;
import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;

/** What is no compact JWS, or only nearly one. */
final class ShapeAttacks {
  private ShapeAttacks() {}

  static void add(Cases cases) {
    parts(cases.family("parts", Level.JWT, "RFC 7515, 3.1 and 5.2"));
    other(cases.family("other-serialization", Level.JWT, "RFC 7515, 7.2; RFC 7516"));
  }

  private static void parts(Cases.Family parts) {
    String good = Draft.good().sign();
    String[] part = good.split("\\.", -1);
    parts.refuse(MALFORMED, "nothing", "no text at all", "");
    parts.refuse(MALFORMED, "no-dot", "one part", part[0]);
    parts.refuse(MALFORMED, "dots-only", "two dots", "..");
    parts.refuse(MALFORMED, "dot-only", "one dot", ".");
    parts.refuse(MALFORMED, "no-header", "an empty header", "." + part[1] + "." + part[2]);
    parts.refuse(MALFORMED, "detached", "an empty payload", part[0] + ".." + part[2]);
    parts.refuse(
        MALFORMED,
        "detached-signed",
        "an empty payload, signed so",
        Draft.signParts(part[0], "", CorpusKey.RS256.signer()));
    parts.refuse(MALFORMED, "trailing-dot", "a dot after the end", good + ".");
    parts.refuse(MALFORMED, "leading-dot", "a dot before the start", "." + good);
    parts.refuse(MALFORMED, "four-parts", "a fourth part", good + ".e30");
    parts.refuse(MALFORMED, "five-parts", "five parts", good + ".e30.e30");
    parts.refuse(MALFORMED, "twice", "a token after the token", good + "." + good);
    parts.refuse(MALFORMED, "two-lines", "a token on the next line", good + "\n" + good);
    parts.refuse(MALFORMED, "two-by-comma", "two tokens and a comma", good + "," + good);
    parts.refuse(MALFORMED, "bearer", "the scheme before the token", "Bearer " + good);
    parts.refuse(MALFORMED, "quoted", "the token in quotes", "\"" + good + "\"");
    parts.refuse(MALFORMED, "no-text", "what is no token", "opaque-token");
    parts.refuse(
        MALFORMED,
        "json-parts",
        "header and payload as plain JSON",
        Draft.good().headerJson() + "." + Draft.good().claimsJson() + "." + part[2]);
    parts.refuse(MALFORMED, "dot-encoded", "its dots percent-encoded", good.replace(".", "%2E"));
    parts
        .origin("CVE-2025-30204; CVE-2025-27144")
        .refuse(MALFORMED, "many-dots", "nothing but dots", ".".repeat(4000));
    Draft nested = Draft.good().header("cty", "\"JWT\"");
    parts
        .level(Level.STRICT)
        .origin("RFC 7519, 5.2")
        .refuse(
            MALFORMED,
            "nested",
            "a token in the payload of a token",
            Draft.signParts(nested.headerPart(), Draft.url(good), CorpusKey.RS256.signer()));
    parts.refuse(
        MALFORMED,
        "claims-as-text",
        "the claims as a JSON string",
        Draft.signParts(
            part[0], Draft.url(Json.quote(Draft.good().claimsJson())), CorpusKey.RS256.signer()));
    parts
        .origin("RFC 7515, 5.2")
        .refuse(
            BAD_SIGNATURE,
            "header-of-another",
            "the header of another token",
            Draft.good().header("x", "1").headerPart() + "." + part[1] + "." + part[2]);
    parts.refuse(
        BAD_SIGNATURE,
        "payload-of-another",
        "the payload of another token",
        part[0] + "." + Draft.good().claim("sub", "\"admin\"").claimsPart() + "." + part[2]);
    parts.refuse(
        BAD_SIGNATURE,
        "more-scopes",
        "a scope put in after signing",
        part[0]
            + "."
            + Draft.good().claim("scopes", "[\"agent_os:admin\"]").without("scope").claimsPart()
            + "."
            + part[2]);
    parts.refuse(
        BAD_SIGNATURE,
        "longer-life",
        "a later expiry put in after signing",
        part[0] + "." + Draft.good().claim("exp", "4102444800").claimsPart() + "." + part[2]);
  }

  private static void other(Cases.Family other) {
    String[] part = Draft.good().sign().split("\\.", -1);
    String forged = Draft.good().claim("sub", "\"admin\"").claimsPart();
    String flattened =
        "{\"protected\":\""
            + part[0]
            + "\",\"payload\":\""
            + part[1]
            + "\",\"signature\":\""
            + part[2]
            + "\"}";
    other.refuse(MALFORMED, "flattened", "the flattened JSON form", flattened);
    other.refuse(
        MALFORMED,
        "general",
        "the general JSON form",
        "{\"payload\":\""
            + part[1]
            + "\",\"signatures\":[{\"protected\":\""
            + part[0]
            + "\",\"signature\":\""
            + part[2]
            + "\"}]}");
    other.refuse(
        MALFORMED,
        "general-empty",
        "the general JSON form without signatures",
        "{\"payload\":\"" + forged + "\",\"signatures\":[]}");
    other
        .origin("CVE-2022-39227")
        .refuse(
            MALFORMED,
            "json-and-compact",
            "JSON and compact at once, of two readings",
            "{\"  "
                + part[0]
                + "."
                + forged
                + ".\":\"\",\"protected\":\""
                + part[0]
                + "\",\"payload\":\""
                + part[1]
                + "\",\"signature\":\""
                + part[2]
                + "\"}");
    String jwe = Draft.url("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}");
    other.refuse(
        MALFORMED,
        "jwe",
        "an encrypted token",
        jwe + ".." + Draft.url(new byte[12]) + "." + forged + "." + Draft.url(new byte[16]));
    other
        .origin("CVE-2026-29000; CVE-2023-51774")
        .refuse(
            MALFORMED,
            "jwe-of-plain",
            "what would be encrypted and not signed",
            Draft.url("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A128GCM\",\"cty\":\"JWT\"}")
                + "."
                + Draft.url(new byte[256])
                + "."
                + Draft.url(new byte[12])
                + "."
                + Draft.url(Draft.good().alg("none").with(new byte[0]))
                + "."
                + Draft.url(new byte[16]));
    other
        .level(Level.STRICT)
        .refuse(
            FORBIDDEN_HEADER,
            "jws-with-enc",
            "a JWS whose header says enc",
            Draft.good().header("enc", "\"A128GCM\"").sign());
    other.refuse(MALFORMED, "sd-jwt", "an SD-JWT's tildes", Draft.good().sign() + "~WyJhIl0~");
  }
}
