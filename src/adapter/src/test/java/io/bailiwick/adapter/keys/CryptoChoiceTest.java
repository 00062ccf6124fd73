package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CryptoChoiceTest {
  @Test
  void x() {
    long t = System.nanoTime();
    CryptoChoice c = CryptoChoice.automatic();
    System.err.println((System.nanoTime() - t) / 1000000 + " ms");
    c.describe().forEach(System.err::println);
    for (CryptoProvider p : CryptoProvider.values()) {
      t = System.nanoTime();
      c = CryptoChoice.of(p);
      System.err.println((System.nanoTime() - t) / 1000000 + " ms");
      c.describe().forEach(System.err::println);
    }
    assertThat(c).isNotNull();
  }
}
