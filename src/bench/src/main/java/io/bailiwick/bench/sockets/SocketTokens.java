package io.bailiwick.bench.sockets;

import io.bailiwick.testkit.TestKey;
import io.bailiwick.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Tokens in the shape and size of Keycloak's: one caller each, all of one session. */
final class SocketTokens {
  static final String AUDIENCE = "research-os";

  /** In which all of them were issued, so that one revocation ends them. */
  static final String SESSION = "2f0d6f0e-8f1c-4c2a-9b63-51b7c7a2d9e1";

  /** To which they open a socket. */
  static final String PATH = "/agents/research-agent";

  private static final String KID = "FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE";
  private static final String HEADER =
      "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KID + "\"}";

  private final TestKey key = TestKey.generate(KID, "RS256");
  private final String issuer;

  SocketTokens(String issuer) {
    this.issuer = issuer;
  }

  /** The public key, as one line. */
  String pem() {
    return key.pem().replace("\n", "\\n");
  }

  /** That many, each of another subject. */
  List<String> make(int count, String authMethod) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(number -> token(number, SESSION, authMethod, "\"agents:run\",\"agents:read\""))
        .toList();
  }

  /** One that may do anything, of a session of its own. */
  String administrators() {
    return token(Integer.MAX_VALUE, "of-the-administrator", "", "\"agent_os:admin\"");
  }

  private String token(int number, String session, String authMethod, String scopes) {
    long now = Instant.now().getEpochSecond();
    String payload =
        """
        {"exp":%d,"iat":%d,"auth_time":%d,"jti":"onrtac:8a0e6f4e-6c56-4a0f-9f0c-%012d",\
        "iss":"%s","aud":["%s","https://os.example.com"],\
        "sub":"5c1e2c8a-3d0f-4d3e-9c76-%012d","typ":"Bearer","azp":"demo-web",\
        "sid":"%s","acr":"1",%s"scopes":[%s],"name":"Bert Example","preferred_username":"bert%d",\
        "given_name":"Bert","family_name":"Example","email":"bert@example.com",\
        "email_verified":true,"locale":"en"}\
        """
            .formatted(
                now + Duration.ofHours(1).toSeconds(),
                now - 5,
                now - 5,
                number,
                issuer,
                AUDIENCE,
                number,
                session,
                authMethod.isEmpty() ? "" : "\"auth_method\":\"" + authMethod + "\",",
                scopes,
                number);
    return TestTokens.sign(key, HEADER, payload);
  }
}
