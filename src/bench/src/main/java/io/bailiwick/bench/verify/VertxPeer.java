package io.bailiwick.bench.verify;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Vert.x's JWT provider. Its future is complete when it is given: nothing leaves the thread. */
final class VertxPeer {
  private VertxPeer() {}

  static TokenCheck of(Trust trust) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setUseDaemonThread(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1));
    JWTAuth auth =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(key(trust))
                .setJWTOptions(
                    new JWTOptions().setIssuer(Trust.ISSUER).addAudience(Trust.AUDIENCE)));
    return sample -> {
      Future<User> user = auth.authenticate(new TokenCredentials(sample.token()));
      if (!user.succeeded()) {
        throw new IllegalStateException("Refused", user.cause());
      }
      return Optional.ofNullable(user.result().attributes().getJsonObject("accessToken"))
          .map(claims -> claims.getJsonArray("scopes"))
          .orElseThrow(() -> new NoSuchElementException("scopes"));
    };
  }

  private static PubSecKeyOptions key(Trust trust) {
    PubSecKeyOptions options = new PubSecKeyOptions().setAlgorithm(trust.algorithm().name());
    return trust.algorithm() == Algorithm.HS256
        ? options.setBuffer(new String(trust.secret(), java.nio.charset.StandardCharsets.UTF_8))
        : options.setBuffer(trust.pem());
  }
}
