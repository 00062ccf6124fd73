package io.bailiwick.jakarta;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate with its key, made by the JDK's own tool. */
record TestCertificate(KeyStore store) {
  static final char[] PASSWORD = "changeit".toCharArray();
  private static final String ALIAS = "self";

  /** Of that name, and good for {@code localhost}. */
  static TestCertificate of(String name, Path directory) throws Exception {
    Path file = directory.resolve(name + ".p12");
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", windows ? "keytool.exe" : "keytool")
                    .toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost")
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IOException("keytool did not make a certificate: " + said);
    }
    return new TestCertificate(KeyStore.getInstance(file.toFile(), PASSWORD));
  }

  /** A store that trusts these. */
  static KeyStore trusting(TestCertificate... certificates) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TestCertificate each : certificates) {
      trusted.setCertificateEntry("trusted-" + trusted.size(), each.certificate());
    }
    return trusted;
  }

  X509Certificate certificate() throws GeneralSecurityException {
    return (X509Certificate) store.getCertificate(ALIAS);
  }

  /** {@code x5t#S256} (RFC 8705, 3.1). */
  String thumbprint() throws GeneralSecurityException {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded()));
  }
}
