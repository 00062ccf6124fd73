package io.bailiwick.jakarta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bailiwick.adapter.token.Presentation;
import io.bailiwick.adapter.token.ProofOffer;
import io.bailiwick.scope.ResourceUri;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What this agent service tells a client that has no token yet: who issues them and what may be
 * asked for (RFC 9728, section 2). Immutable.
 *
 * @param resource the service's resource URI, as tokens are asked for it
 * @param authorizationServers the issuers whose tokens are taken; at least one
 * @param scopesSupported the scopes that a client may want to ask for; none are named where empty
 * @param name what people call the service; not said where empty
 * @param proofs which proofs of bound tokens are taken
 */
public record ProtectedResourceMetadata(
    ResourceUri resource,
    List<String> authorizationServers,
    List<String> scopesSupported,
    String name,
    ProofOffer proofs) {

  /** Where a client looks for it (RFC 9728, section 3). */
  public static final String WELL_KNOWN_PATH = "/.well-known/oauth-protected-resource";

  /**
   * @throws IllegalArgumentException where no authorization server is named
   */
  public ProtectedResourceMetadata {
    authorizationServers = List.copyOf(authorizationServers);
    scopesSupported = List.copyOf(scopesSupported);
    if (authorizationServers.isEmpty()) {
      throw new IllegalArgumentException("Name the issuer: without one nobody can get a token");
    }
  }

  /** Of a service that takes bearer tokens only. */
  public ProtectedResourceMetadata(
      ResourceUri resource,
      List<String> authorizationServers,
      List<String> scopesSupported,
      String name) {
    this(resource, authorizationServers, scopesSupported, name, ProofOffer.BEARER_ONLY);
  }

  /** The same of a service that takes these proofs: {@code verifier.proofs().offer()}. */
  public ProtectedResourceMetadata withProofs(ProofOffer offer) {
    return new ProtectedResourceMetadata(
        resource, authorizationServers, scopesSupported, name, offer);
  }

  /**
   * The paths that answer with it: the well-known path, and where the resource URI has a path also
   * with that path behind it, which is where RFC 9728 (section 3.1) has clients look then.
   */
  public Set<String> paths() {
    String suffix = resourcePath();
    return suffix.isEmpty()
        ? Set.of(WELL_KNOWN_PATH)
        : Set.of(WELL_KNOWN_PATH, WELL_KNOWN_PATH + suffix);
  }

  /** The metadata's own URL, for {@code resource_metadata} in a challenge. */
  public URI uri() {
    String text = resource.text();
    String origin = text.substring(0, text.length() - URI.create(text).getRawPath().length());
    return URI.create(origin + WELL_KNOWN_PATH + resourcePath());
  }

  /** The document itself. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("resource", resource.text());
      array(json, "authorization_servers", authorizationServers);
      if (!scopesSupported.isEmpty()) {
        array(json, "scopes_supported", scopesSupported);
      }
      array(json, "bearer_methods_supported", List.of("header"));
      if (proofs.takes(Presentation.Scheme.DPOP)) {
        array(json, "dpop_signing_alg_values_supported", proofs.dpopAlgorithms());
        json.writeBooleanField(
            "dpop_bound_access_tokens_required", !proofs.takes(Presentation.Scheme.BEARER));
      }
      if (proofs.certificates()) {
        json.writeBooleanField("tls_client_certificate_bound_access_tokens", true);
      }
      if (!name.isEmpty()) {
        json.writeStringField("resource_name", name);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private String resourcePath() {
    String path = URI.create(resource.text()).getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static void array(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
