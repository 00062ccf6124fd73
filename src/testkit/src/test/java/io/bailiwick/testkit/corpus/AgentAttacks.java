package io.bailiwick.testkit.corpus;

import static io.bailiwick.testkit.corpus.Cases.MALFORMED;

import io.bailiwick.testkit.AttackCase.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Well signed JWTs for the right service that are no access token, or say what none may say. */
final class AgentAttacks {
  private static final String TYPE = "WRONG_TYPE";

  private AgentAttacks() {}

  static void add(Cases cases) {
    types(cases.family("token-type", Level.AGENT, "RFC 9068, 4; RFC 8725, 3.11"));
    Cases.Family bound =
        cases.family("bound-token", Level.AGENT, "RFC 7800; RFC 9449, 7.1; RFC 8705, 3");
    bound(bound);
    boundOtherwise(bound.origin("RFC 7800, 3.1"));
    subject(cases.family("subject", Level.AGENT, "RFC 9068, 2.2"));
    shapes(cases.family("agent-claims", Level.AGENT, "RFC 8693, 4.1; Bailiwick's token"));
  }

  private static void types(Cases.Family types) {
    for (String typ :
        List.of(
            "",
            "JWT",
            "jwt",
            "at",
            "jwt+at",
            "at+jwt ",
            "at+jwt;v=1",
            "id+jwt",
            "dpop+jwt",
            "logout+jwt",
            "secevent+jwt",
            "token-introspection+jwt",
            "oauth-authz-req+jwt",
            "client-authentication+jwt",
            "application/application/at+jwt",
            "application/jwt",
            "at+jwt\0",
            "at\uff0bjwt")) {
      types.refuse(
          TYPE,
          "header-" + Integer.toHexString(typ.hashCode()),
          "header typ " + Json.quote(typ),
          Draft.good().header("typ", Json.quote(typ)).sign());
    }
    types.refuse(
        TYPE, "header-absent", "no typ in the header", Draft.good().withoutHeader("typ").sign());
    for (String raw : List.of("null", "1", "[\"at+jwt\"]")) {
      types.refuse(
          MALFORMED,
          "header-raw-" + Integer.toHexString(raw.hashCode()),
          "header typ " + raw,
          Draft.good().header("typ", raw).sign());
    }
    for (String typ :
        List.of(
            "ID",
            "Refresh",
            "Offline",
            "Logout",
            "bearer",
            "",
            "Bearer ",
            "Serialized-ID",
            "UserInfo")) {
      types.refuse(
          TYPE,
          "payload-" + Integer.toHexString(typ.hashCode()),
          "Keycloak's typ " + Json.quote(typ) + " under at+jwt",
          Draft.good().claim("typ", Json.quote(typ)).sign());
      types.refuse(
          TYPE,
          "plain-" + Integer.toHexString(typ.hashCode()),
          "Keycloak's typ " + Json.quote(typ) + " under JWT",
          Draft.good().header("typ", "\"JWT\"").claim("typ", Json.quote(typ)).sign());
    }
    types
        .origin("OpenID Connect Core, 2")
        .refuse(
            TYPE,
            "id-token",
            "an ID token for this client",
            Draft.good()
                .header("typ", "\"JWT\"")
                .claim("typ", "\"ID\"")
                .claim("nonce", "\"n\"")
                .claim("at_hash", "\"h\"")
                .without("scope")
                .without("scopes")
                .sign());
  }

  private static void bound(Cases.Family bound) {
    String thumbprint = Draft.url(Derived.bytes("thumbprint", 32));
    bound.refuse(
        "PROOF_REQUIRED",
        "jkt",
        "bound to a key, no proof",
        Draft.good().claim("cnf", "{\"jkt\":\"" + thumbprint + "\"}").sign());
    bound.refuse(
        "PROOF_REQUIRED",
        "jkt-dpop",
        "bound to a key and of type DPoP, no proof",
        Draft.good()
            .claim("typ", "\"DPoP\"")
            .claim("cnf", "{\"jkt\":\"" + thumbprint + "\"}")
            .sign());
    bound.refuse(
        "PROOF_REQUIRED",
        "x5t",
        "bound to a certificate, none there",
        Draft.good().claim("cnf", "{\"x5t#S256\":\"" + thumbprint + "\"}").sign());
    bound.refuse(
        "PROOF_REQUIRED",
        "both",
        "bound to both",
        Draft.good()
            .claim("cnf", "{\"jkt\":\"" + thumbprint + "\",\"x5t#S256\":\"" + thumbprint + "\"}")
            .sign());
  }

  /** Bound in a way that nobody here can prove: no bearer's token, whatever else it says. */
  private static void boundOtherwise(Cases.Family bound) {
    String thumbprint = Json.quote(Draft.url(Derived.bytes("thumbprint", 32)));
    Map<String, String> cnf = new LinkedHashMap<>();
    cnf.put("unknown", "{\"x\":1}");
    cnf.put("kid", "{\"kid\":\"rs256\"}");
    cnf.put("jwk", "{\"jwk\":" + CorpusKey.MALLORY.jwk() + "}");
    cnf.put("jwe", "{\"jwe\":\"e30.e30.e30.e30.e30\"}");
    cnf.put("jku", "{\"jku\":\"https://attacker.example/jwks.json\"}");
    cnf.put("x5t", "{\"x5t\":\"2jmj7l5rSw0yVb_vlWAYkK_YBwk\"}");
    cnf.put("jkt-in-capitals", "{\"JKT\":" + thumbprint + "}");
    cnf.put("jkt-and-unknown", "{\"jkt\":" + thumbprint + ",\"x\":1}");
    cnf.put("x5t-and-unknown", "{\"x5t#S256\":" + thumbprint + ",\"x\":null}");
    cnf.put("empty", "{}");
    cnf.put("null", "null");
    cnf.put("false", "false");
    cnf.put("text", thumbprint);
    cnf.put("array", "[{\"jkt\":" + thumbprint + "}]");
    cnf.put("jkt-null", "{\"jkt\":null}");
    cnf.put("jkt-empty", "{\"jkt\":\"\"}");
    cnf.put("jkt-number", "{\"jkt\":1}");
    cnf.put("jkt-array", "{\"jkt\":[" + thumbprint + "]}");
    cnf.put("jkt-short", "{\"jkt\":\"0ZcOCORZNYy\"}");
    cnf.put("jkt-padded", "{\"jkt\":" + thumbprint.replaceAll("\"$", "=\"") + "}");
    cnf.put("other-kind", "{\"jkt\":" + thumbprint + ",\"kc-jkt-type\":\"other\"}");
    cnf.put("kind-only", "{\"kc-jkt-type\":\"DPoP\"}");
    cnf.forEach(
        (name, raw) ->
            bound.refuse(
                "UNKNOWN_CONFIRMATION",
                "cnf-" + name,
                "cnf is " + (raw.length() > 60 ? name.replace('-', ' ') : raw),
                Draft.good().claim("cnf", raw).sign()));
    bound.refuse(
        "UNKNOWN_CONFIRMATION",
        "dpop-to-nothing",
        "of type DPoP, and bound to nothing",
        Draft.good().claim("typ", "\"DPoP\"").sign());
    bound.refuse(
        "UNKNOWN_CONFIRMATION",
        "dpop-to-certificate",
        "of type DPoP, and bound to a certificate only",
        Draft.good()
            .claim("typ", "\"DPoP\"")
            .claim("cnf", "{\"x5t#S256\":" + thumbprint + "}")
            .sign());
  }

  private static void subject(Cases.Family subject) {
    subject.refuse("BAD_SUBJECT", "absent", "there is no sub", Draft.good().without("sub").sign());
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("empty", "");
    wrong.put("blank", "   ");
    wrong.put("null-byte", "bert\0");
    wrong.put("line-end", "bert\nadmin");
    wrong.put("carriage-return", "bert\radmin");
    wrong.put("tab", "bert\t");
    wrong.put("escape", "bert\u001b[2J");
    wrong.put("delete", "bert\u007f");
    wrong.put("next-line", "bert\u0085");
    wrong.put("long", "b".repeat(1025));
    wrong.forEach(
        (name, text) ->
            subject.refuse(
                "BAD_SUBJECT",
                name,
                "the subject: " + name.replace('-', ' '),
                Draft.good().claim("sub", Json.quote(text)).sign()));
    for (String raw : List.of("null", "7", "true", "[\"bert\"]", "{\"id\":\"bert\"}")) {
      subject.refuse(
          MALFORMED,
          "raw-" + Integer.toHexString(raw.hashCode()),
          "sub is " + raw,
          Draft.good().claim("sub", raw).sign());
    }
  }

  private static void shapes(Cases.Family shapes) {
    Map<String, String> scopes = new LinkedHashMap<>();
    scopes.put("more", "[\"agents:read\",\"agents:run\"]");
    scopes.put("other", "[\"agents:run\"]");
    scopes.put("admin", "[\"agent_os:admin\"]");
    scopes.put("none", "[]");
    scopes.put("text", "\"agents:read\"");
    scopes.put("null", "null");
    scopes.put("number", "1");
    scopes.put("object", "{\"agents\":\"read\"}");
    scopes.put("with-null", "[\"agents:read\",null]");
    scopes.put("with-array", "[[\"agents:read\"]]");
    scopes.forEach(
        (name, raw) ->
            shapes.refuse(
                MALFORMED,
                "scopes-" + name,
                "scope says agents:read, scopes is " + raw,
                Draft.good().claim("scopes", raw).sign()));
    for (String raw : List.of("null", "1", "[\"agents:read\"]")) {
      shapes.refuse(
          MALFORMED,
          "scope-" + Integer.toHexString(raw.hashCode()),
          "scope is " + raw,
          Draft.good().claim("scope", raw).sign());
    }
    Map<String, String> agent = new LinkedHashMap<>();
    agent.put("text", "\"research-agent\"");
    agent.put("null", "null");
    agent.put("array", "[\"research-agent\"]");
    agent.put("empty", "{}");
    agent.put("no-name", "{\"key\":[\"room\"]}");
    agent.put("name-empty", "{\"name\":\"\"}");
    agent.put("name-null", "{\"name\":null}");
    agent.put("name-number", "{\"name\":1}");
    agent.put("key-text", "{\"name\":\"a\",\"key\":\"room\"}");
    agent.put("key-null", "{\"name\":\"a\",\"key\":null}");
    agent.put("key-number", "{\"name\":\"a\",\"key\":[1]}");
    agent.put("key-nested", "{\"name\":\"a\",\"key\":[[\"room\"]]}");
    agent.put("unknown-member", "{\"name\":\"a\",\"keys\":[\"room\"]}");
    agent.forEach(
        (name, raw) ->
            shapes.refuse(
                MALFORMED,
                "agent-" + name,
                "agent is " + raw,
                Draft.good().claim("agent", raw).sign()));
    Map<String, String> act = new LinkedHashMap<>();
    act.put("text", "\"carol\"");
    act.put("null", "null");
    act.put("array", "[{\"sub\":\"carol\"}]");
    act.put("empty", "{}");
    act.put("sub-empty", "{\"sub\":\"\"}");
    act.put("sub-number", "{\"sub\":1}");
    act.put("iss-number", "{\"sub\":\"carol\",\"iss\":1}");
    act.put("inner-text", "{\"sub\":\"carol\",\"act\":\"dave\"}");
    act.put("nine-deep", "{\"sub\":\"a\",\"act\":".repeat(8) + "{\"sub\":\"z\"}" + "}".repeat(8));
    act.forEach(
        (name, raw) ->
            shapes.refuse(
                MALFORMED,
                "act-" + name,
                "act is " + (raw.length() > 60 ? name : raw),
                Draft.good().claim("act", raw).sign()));
    for (String raw : List.of("null", "1", "\"\"", "\"API-KEY\"", "\"root\"", "[\"ticket\"]")) {
      shapes.refuse(
          MALFORMED,
          "auth-method-" + Integer.toHexString(raw.hashCode()),
          "auth_method is " + raw,
          Draft.good().claim("auth_method", raw).sign());
    }
    for (String name : List.of("azp", "sid", "jti")) {
      shapes.refuse(
          MALFORMED, name + "-number", name + " is a number", Draft.good().claim(name, "1").sign());
      shapes.refuse(
          MALFORMED, name + "-null", name + " is null", Draft.good().claim(name, "null").sign());
    }
  }
}
