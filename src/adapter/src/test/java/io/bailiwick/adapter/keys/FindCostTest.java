package io.bailiwick.adapter.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every token asks for a key, one that was seen before too: that allocates nothing. */
class FindCostTest extends JwksUrlTestBase {
  private static final int TIMES = 200_000;
  private static final Optional<String> KID = Optional.of("key-0");

  @TempDir Path folder;

  /** Far below one byte each; once a second a look at the clocks is noted down. */
  private static void assertAllocatesNothing(KeySource source) {
    assertThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    finds(source);
    long before = threads.getCurrentThreadAllocatedBytes();
    finds(source);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TIMES / 2);
  }

  private static void finds(KeySource source) {
    int found = 0;
    for (int i = 0; i < TIMES; i++) {
      found += source.find(KID, JwsAlgorithm.RS256).isPresent() ? 1 : 0;
    }
    assertThat(found).isEqualTo(TIMES);
  }

  @Test
  void knownKeyByUrl_isFoundWithoutAllocation() {
    try (JwksUrl source = JwksUrl.ofIssuer(issuer.issuer()).patience(Patience.PLENTY).build()) {
      assertAllocatesNothing(source);
    }
  }

  @Test
  void knownKeyByFile_isFoundWithoutAllocation() throws Exception {
    String jwks = JSONObjectUtils.toJSONString(Map.of("keys", List.<Object>of(FIRST.jwk())));
    assertAllocatesNothing(JwksFile.read(Files.writeString(folder.resolve("jwks.json"), jwks)));
  }

  @Test
  void knownKeyByPem_isFoundWithoutAllocation() {
    assertAllocatesNothing(PemKeys.parse(FIRST.pem()));
  }
}
