package io.bailiwick.it.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks a distribution without its top directory; its scripts become executable. */
final class Unzip {
  private Unzip() {}

  static void stripped(Path zip, Path target) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        Path file = target.resolve(name.substring(name.indexOf('/') + 1)).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("The archive reaches outside itself");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
          makeExecutable(file);
        }
      }
    }
  }

  private static void makeExecutable(Path file) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix != null && file.toString().endsWith(".sh")) {
      posix.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
