package io.bailiwick.bench.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.adapter.token.Caller;
import io.bailiwick.adapter.token.TokenRejected;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SeenBenchmarkTest {

  @Test
  void pool_hasDistinctGoodTokensOfThatLength_andAChangedOneIsRefused() {
    SeenTokenPool pool = SeenTokenPool.make(20);
    for (byte[] wire : pool.wire()) {
      String token = new String(wire, StandardCharsets.ISO_8859_1);
      assertThat(token).hasSize(SeenTokenPool.LENGTH);
      Caller first = pool.verifier().verify(token);
      assertThat(pool.verifier().verify(token).scopes()).isEqualTo(first.scopes());
      // in the payload: a memory that only looks at the signature would take it
      char[] changed = token.toCharArray();
      changed[300] = changed[300] == 'A' ? 'B' : 'A';
      assertThatThrownBy(() -> pool.verifier().verify(new String(changed)))
          .isInstanceOf(TokenRejected.class);
    }
    assertThat(pool.wire()).hasDimensions(20, SeenTokenPool.LENGTH);
  }

  @Test
  void everyCandidate_findsTheToken() {
    SeenBenchmark benchmark = new SeenBenchmark();
    benchmark.prepare();
    assertThat(benchmark.freshString()).hasSize(SeenTokenPool.LENGTH);
    assertThat(benchmark.bailiwick()).isInstanceOf(Caller.class);
    assertThat(benchmark.caffeineByText()).isInstanceOf(Caller.class);
    assertThat(benchmark.caffeineBySha256()).isInstanceOf(Caller.class);
    assertThat(benchmark.floor()).isInstanceOf(Caller.class);
  }
}
