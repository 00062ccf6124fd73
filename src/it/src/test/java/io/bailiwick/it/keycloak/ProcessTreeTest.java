package io.bailiwick.it.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the processes are of a Unix shell")
final class ProcessTreeTest {

  @Test
  void closing_endsTheShellAndItsChild() throws IOException {
    assertNothingIsLeftOf("sleep 300 & echo $!; trap 'kill $!' TERM; wait $!");
  }

  @Test
  void closing_endsAChildThatTheShellDoesNotTell() throws IOException {
    assertNothingIsLeftOf("sleep 300 & echo $!; wait $!");
  }

  @Test
  void closing_forcesWhatIgnoresTheRequest() throws IOException {
    assertNothingIsLeftOf("trap '' TERM; echo $$; while :; do sleep 300; done");
  }

  private static void assertNothingIsLeftOf(String script) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", script).start();
    long child;
    try (ProcessTree tree = new ProcessTree(shell, Duration.ofSeconds(1));
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII))) {
      child = Long.parseLong(out.readLine());
      tree.remember();
      assertThat(ProcessHandle.of(child)).isPresent();
    }
    assertThat(shell.isAlive()).isFalse();
    assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }
}
