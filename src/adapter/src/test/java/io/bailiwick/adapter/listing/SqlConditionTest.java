package io.bailiwick.adapter.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bailiwick.adapter.testing.Callers;
import io.bailiwick.adapter.token.Caller;
import io.bailiwick.scope.Visibility;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real database: what it shows is what a list in memory would. */
class SqlConditionTest {
  private static final List<String> IDS =
      List.of(
          "a",
          "A",
          "b",
          "it's",
          "100%",
          "a_b",
          "axb",
          "team/a",
          "team/a/b",
          "team_/x",
          "teamx/x",
          "50%/x",
          "500/x",
          "!/x",
          "!!/x",
          "[a]/x",
          "' OR 1=1 --",
          "é",
          "\uD83D\uDE00",
          "?");

  private enum Form implements BiFunction<String, Visibility, SqlCondition> {
    IN {
      @Override
      public SqlCondition apply(String column, Visibility visible) {
        return SqlCondition.in(column, visible);
      }
    },
    ANY_OF {
      @Override
      public SqlCondition apply(String column, Visibility visible) {
        return SqlCondition.anyOf(column, visible);
      }
    }
  }

  private static @Nullable Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    Connection opened = DriverManager.getConnection("jdbc:h2:mem:");
    connection = opened;
    opened
        .createStatement()
        .execute("CREATE TABLE agent (id VARCHAR(100), place INT, owner VARCHAR(10))");
    try (PreparedStatement insert =
        opened.prepareStatement("INSERT INTO agent VALUES (?, ?, 'me')")) {
      for (int place = 0; place < IDS.size(); place++) {
        insert.setString(1, IDS.get(place));
        insert.setInt(2, place);
        insert.execute();
      }
      insert.setString(1, null);
      insert.setInt(2, IDS.size());
      insert.execute();
    }
  }

  @AfterAll
  static void close() throws SQLException {
    open(connection).close();
  }

  @ParameterizedTest
  @EnumSource
  void query_showsWhatTheListWould(Form form) throws SQLException {
    List<Visibility> all = new ArrayList<>(List.of(Visibility.ALL, Visibility.NONE));
    IDS.forEach(id -> all.add(Visibility.ofIds(Set.of(id))));
    for (String prefix : List.of("team/", "team_/", "50%/", "!/", "!!/", "[a]/", "x/", "team/a/")) {
      all.add(Visibility.of(Set.of(), Set.of(prefix)));
      all.add(Visibility.of(Set.of("a", "?", "zz"), Set.of(prefix, "zz/")));
    }
    all.add(Visibility.ofIds(Set.copyOf(IDS)));
    for (Visibility visible : all) {
      assertThat(shown(form.apply("id", visible)))
          .as("%s", visible)
          .isEqualTo(IDS.stream().filter(visible::admits).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreIdsThanOneInTakes_areSplit(Form form) throws SQLException {
    for (int count : List.of(999, 1000, 1001, 2500)) {
      Set<String> ids = new LinkedHashSet<>();
      IntStream.range(1, count).forEach(i -> ids.add("none-" + i));
      ids.add("b");
      SqlCondition condition = form.apply("agent.id", Visibility.ofIds(ids));
      assertThat(shown(condition)).containsExactly("b");
      int lists = condition.sql().split(" IN ", -1).length - 1;
      assertThat(lists).isEqualTo(form == Form.IN ? (count + 999) / 1000 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingVisible_isAConditionThatHoldsOfNoRow(Form form) throws SQLException {
    SqlCondition nothing = form.apply("id", Visibility.NONE);
    assertThat(nothing.sql()).isEqualTo("(1 = 0)");
    assertThat(nothing.parameters()).isEmpty();
    assertThat(shown(nothing)).isEmpty();
  }

  @Test
  void parameters_areInTheOrderOfTheQuestionMarks() {
    Set<String> ids = new LinkedHashSet<>(List.of("b", "a"));
    Visibility visible = Visibility.of(ids, Set.of("t_/"));
    SqlCondition in = SqlCondition.in("a.id", visible);
    assertThat(in.sql()).isEqualTo("(a.id IN (?, ?) OR a.id LIKE ? ESCAPE '!')");
    assertThat(in.parameters()).containsExactly("b", "a", "t!_/%");
    SqlCondition any = SqlCondition.anyOf("a.id", visible);
    assertThat(any.sql()).isEqualTo("(a.id = ANY (?) OR a.id LIKE ? ESCAPE '!')");
    assertThat(any.parameters()).containsExactly(List.of("b", "a"), "t!_/%");
    assertThat(SqlCondition.anyOf("id", Visibility.of(Set.of(), Set.of("t/"))).parameters())
        .containsExactly("t/%");
    assertThat(in.toString()).isEqualTo("SqlCondition[2 ids, 1 prefixes]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id; DROP TABLE agent",
        "a b",
        "1id",
        "id)",
        "\"id\"",
        "a..id",
        "a.b.c.d",
        "é"
      })
  void columnThatIsNoPlainName_isRefused(String column) {
    for (Visibility visible : List.of(Visibility.ALL, Visibility.NONE)) {
      assertThatIllegalArgumentException().isThrownBy(() -> SqlCondition.in(column, visible));
      assertThatIllegalArgumentException().isThrownBy(() -> SqlCondition.anyOf(column, visible));
    }
  }

  @Test
  void listing_givesItsConditionForTheCaller() {
    Listing<String> agents = Listing.of("agents", "read", id -> id);
    assertThat(agents.where(Callers.holding("agents:a:read"), "id").parameters())
        .containsExactly("a");
    assertThat(agents.where(Callers.holding("agents:a:run"), "id").sql()).isEqualTo("(1 = 0)");
    assertThat(agents.where(Callers.holding("agent_os:admin"), "id").sql())
        .isEqualTo("(id IS NOT NULL)");
  }

  @Test
  void extraPredicate_isNotLeftOutOfAQuery() {
    Listing<String> own =
        Listing.<String>of("agents", "read", id -> id).onlyWhere((c, id) -> false);
    Caller caller = Callers.holding("agents:a:read");
    assertThatIllegalStateException().isThrownBy(() -> own.where(caller, "id"));
    assertThat(SqlCondition.in("id", own.visibleTo(caller)).parameters()).containsExactly("a");
  }

  private static List<String> shown(SqlCondition condition) throws SQLException {
    String sql =
        "SELECT id FROM agent WHERE owner = ? AND "
            + condition.sql()
            + " AND place >= ?"
            + " ORDER BY place";
    try (PreparedStatement query = open(connection).prepareStatement(sql)) {
      query.setString(1, "me");
      int next = condition.bind(query, 2);
      query.setInt(next, 0);
      List<String> ids = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      return ids;
    }
  }

  private static Connection open(@Nullable Connection connection) {
    if (connection == null) {
      throw new IllegalStateException("The database is not open");
    }
    return connection;
  }
}
