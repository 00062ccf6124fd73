package io.bailiwick.keycloak.issue;

import java.util.List;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.JWTAuthorizationGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.OAuth2GrantTypeFactory;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.ciba.CibaGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantTypeFactory;
import org.keycloak.provider.EnvironmentDependentProviderFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Puts {@link ScopedGrantType} in the place of a stock grant type, under the same id: of two
 * providers with one id, Keycloak takes the one of higher order. It is there exactly where the
 * stock one would be. UMA tickets and pre-authorized codes are left alone.
 */
public abstract sealed class ScopedGrantTypeFactory
    implements OAuth2GrantTypeFactory, EnvironmentDependentProviderFactory {
  private static final int ORDER = 100;

  private final OAuth2GrantTypeFactory stock;

  private ScopedGrantTypeFactory(OAuth2GrantTypeFactory stock) {
    this.stock = stock;
  }

  /** {@code grant_type=authorization_code}. */
  public static final class AuthorizationCode extends ScopedGrantTypeFactory {
    public AuthorizationCode() {
      super(new AuthorizationCodeGrantTypeFactory());
    }
  }

  /** {@code grant_type=refresh_token}. */
  public static final class Refresh extends ScopedGrantTypeFactory {
    public Refresh() {
      super(new RefreshTokenGrantTypeFactory());
    }
  }

  /** {@code grant_type=client_credentials}. */
  public static final class ClientCredentials extends ScopedGrantTypeFactory {
    public ClientCredentials() {
      super(new ClientCredentialsGrantTypeFactory());
    }
  }

  /** {@code grant_type=password}. */
  public static final class Password extends ScopedGrantTypeFactory {
    public Password() {
      super(new ResourceOwnerPasswordCredentialsGrantTypeFactory());
    }
  }

  /** {@code grant_type=urn:ietf:params:oauth:grant-type:token-exchange}. */
  public static final class TokenExchange extends ScopedGrantTypeFactory {
    public TokenExchange() {
      super(new TokenExchangeGrantTypeFactory());
    }
  }

  /** {@code grant_type=urn:ietf:params:oauth:grant-type:device_code}. */
  public static final class Device extends ScopedGrantTypeFactory {
    public Device() {
      super(new DeviceGrantTypeFactory());
    }
  }

  /** {@code grant_type=urn:openid:params:grant-type:ciba}. */
  public static final class Ciba extends ScopedGrantTypeFactory {
    public Ciba() {
      super(new CibaGrantTypeFactory());
    }
  }

  /** {@code grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer}; names no resource. */
  public static final class JwtBearer extends ScopedGrantTypeFactory {
    public JwtBearer() {
      super(new JWTAuthorizationGrantTypeFactory());
    }
  }

  @Override
  public final OAuth2GrantType create(KeycloakSession session) {
    return new ScopedGrantType(session, stock.create(session));
  }

  @Override
  public final String getId() {
    return stock.getId();
  }

  @Override
  public final String getShortcut() {
    return stock.getShortcut();
  }

  @Override
  public final int order() {
    return ORDER;
  }

  @Override
  public final boolean isSupported(Config.Scope config) {
    return !(stock instanceof EnvironmentDependentProviderFactory dependent)
        || dependent.isSupported(config);
  }

  @Override
  public final void init(Config.Scope config) {
    stock.init(config);
  }

  @Override
  public final void postInit(KeycloakSessionFactory factory) {
    stock.postInit(factory);
  }

  @Override
  public final void close() {
    stock.close();
  }

  @Override
  public final List<ProviderConfigProperty> getConfigMetadata() {
    return stock.getConfigMetadata();
  }

  @Override
  public final Set<Class<? extends Provider>> dependsOn() {
    return stock.dependsOn();
  }
}
