package io.bailiwick.adapter.listing;

import io.bailiwick.scope.Visibility;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What may be shown, as a condition for a query's {@code WHERE}. It is always a whole condition in
 * parentheses, whatever may be shown: of nothing it is one that no row meets, so that it can be put
 * behind an {@code AND} without a look, and forgetting a case can't open the list. Ids are
 * parameters, never text of the query. Immutable and thread-safe.
 *
 * <p>Ids are compared by code point here, and by the column's collation there: one that folds case
 * or pads with spaces finds more, and so does a column of numbers, to which {@code 012} is {@code
 * 12}. Let it be of a character type with a binary collation, or put the rows through {@link
 * Listing#filter} as well. So must whoever has prefix ids on SQL Server, whose {@code LIKE} knows
 * brackets beyond the standard.
 *
 * <pre>{@code
 * SqlCondition visible = agents.where(caller, "id");
 * PreparedStatement query =
 *     connection.prepareStatement(
 *         "SELECT id, name FROM agent WHERE owner = ? AND " + visible.sql() + " ORDER BY name");
 * query.setString(1, owner);
 * visible.bind(query, 2);
 * }</pre>
 */
public final class SqlCondition {
  /** The most values in one {@code IN}: what Oracle takes; a longer list becomes several. */
  static final int MAX_IN = 1000;

  private static final Pattern COLUMN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}");
  private static final char ESCAPE = '!';

  private final String sql;
  private final List<String> ids;
  private final List<String> patterns;
  private final boolean array;

  private SqlCondition(String sql, List<String> ids, List<String> patterns, boolean array) {
    this.sql = sql;
    this.ids = List.copyOf(ids);
    this.patterns = List.copyOf(patterns);
    this.array = array;
  }

  /**
   * {@code column IN (?, ?, ...)}: standard SQL, one parameter an id.
   *
   * @param column the column that holds the ids, with its table if need be: {@code a.id}
   * @throws IllegalArgumentException where that is no plain column name
   */
  public static SqlCondition in(String column, Visibility visible) {
    return of(column, visible, false);
  }

  /**
   * {@code column = ANY (?)}: one array parameter for all ids, so that the query's text is the same
   * for every caller. PostgreSQL, H2 and others have it.
   *
   * @param column as for {@link #in}
   * @throws IllegalArgumentException where that is no plain column name
   */
  public static SqlCondition anyOf(String column, Visibility visible) {
    return of(column, visible, true);
  }

  /** The condition, in parentheses, with a question mark for each parameter. */
  public String sql() {
    return sql;
  }

  /**
   * The parameters in order, for those who bind them in another way: a {@code String} each, but the
   * array of {@link #anyOf} is a {@code List} of them.
   */
  public List<Object> parameters() {
    List<Object> all = new ArrayList<>();
    if (array && !ids.isEmpty()) {
      all.add(ids);
    } else {
      all.addAll(ids);
    }
    all.addAll(patterns);
    return Collections.unmodifiableList(all);
  }

  /**
   * Sets the parameters.
   *
   * @param first the index of the first, counted from one
   * @return the index of the parameter after them
   */
  public int bind(PreparedStatement statement, int first) throws SQLException {
    int at = first;
    if (array && !ids.isEmpty()) {
      statement.setArray(at++, statement.getConnection().createArrayOf("varchar", ids.toArray()));
    } else {
      for (String id : ids) {
        statement.setString(at++, id);
      }
    }
    for (String pattern : patterns) {
      statement.setString(at++, pattern);
    }
    return at;
  }

  /** The condition without what it is asked about. */
  @Override
  public String toString() {
    return "SqlCondition[" + ids.size() + " ids, " + patterns.size() + " prefixes]";
  }

  private static SqlCondition of(String column, Visibility visible, boolean array) {
    if (!COLUMN.matcher(column).matches()) {
      throw new IllegalArgumentException(
          "A column is named by letters, digits and _, with its table before a dot");
    }
    if (visible instanceof Visibility.All) {
      // as in a list: what has no id is not shown
      return new SqlCondition("(" + column + " IS NOT NULL)", List.of(), List.of(), array);
    }
    if (!(visible instanceof Visibility.Some some)) {
      return new SqlCondition("(1 = 0)", List.of(), List.of(), array);
    }
    List<String> ids = List.copyOf(some.ids());
    List<String> patterns = some.prefixes().stream().map(SqlCondition::pattern).toList();
    List<String> either = new ArrayList<>();
    if (array && !ids.isEmpty()) {
      either.add(column + " = ANY (?)");
    } else {
      for (int from = 0; from < ids.size(); from += MAX_IN) {
        int count = Math.min(MAX_IN, ids.size() - from);
        either.add(column + " IN (" + String.join(", ", Collections.nCopies(count, "?")) + ")");
      }
    }
    patterns.forEach(pattern -> either.add(column + " LIKE ? ESCAPE '" + ESCAPE + "'"));
    return new SqlCondition("(" + String.join(" OR ", either) + ")", ids, patterns, array);
  }

  /** What starts with that text, none of whose characters means more than itself. */
  private static String pattern(String prefix) {
    StringBuilder pattern = new StringBuilder(prefix.length() + 8);
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      if (c == ESCAPE || c == '%' || c == '_') {
        pattern.append(ESCAPE);
      }
      pattern.append(c);
    }
    return pattern.append('%').toString();
  }
}
