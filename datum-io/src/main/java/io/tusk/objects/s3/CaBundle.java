/* Copyright The Tusk Authors. SPDX-License-Identifier: Apache-2.0 */
package io.tusk.objects.s3;

import io.tusk.error.ErrorCode;
import io.tusk.error.TuskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The file of certificates in PEM that AWS_CA_BUNDLE names: they are trusted in place of Java's
 * own. AWS's library for Java does not look at the variable, unlike AWS's other tools.
 */
final class CaBundle {
  private CaBundle() {}

  /**
   * @throws TuskException STORAGE when the file holds no certificates
   */
  static TrustManager[] read(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw refused(file, "holds no certificate", null);
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int count = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("certificate-" + count++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException | InvalidPathException e) {
      throw refused(file, "cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw refused(file, "holds no certificates in PEM", e);
    }
  }

  private static TuskException refused(String file, String fact, Exception cause) {
    return new TuskException(
        ErrorCode.STORAGE,
        "AWS_CA_BUNDLE names "
            + file
            + ", which "
            + fact
            + "; name a file of the certificates to trust, or unset it",
        cause);
  }
}
