package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandsAloneTest {

  @Test
  void scopeLanguage_worksWithNothingButTheJdk() throws Exception {
    URL classes = ScopeSet.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> rules = alone.loadClass(ScopeRules.class.getName());
      Class<?> set = alone.loadClass(ScopeSet.class.getName());
      Object read =
          set.getMethod("read", rules, Iterable.class)
              .invoke(
                  null, rules.getMethod("standard").invoke(null), List.of("agents:*:run", "a::b"));

      assertThat(set.getClassLoader()).isSameAs(alone);
      assertThat(set.getMethod("text").invoke(read)).isEqualTo("agents:run");
      assertThat(set.getMethod("malformed").invoke(read)).isEqualTo(1);
    }
  }
}
