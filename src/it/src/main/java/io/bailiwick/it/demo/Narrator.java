package io.bailiwick.it.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tells the tour, and keeps the score: each check is printed with what was seen. */
final class Narrator {
  private final PrintStream out;
  private final List<String> otherwise = new ArrayList<>();
  private int chapters;
  private int checks;

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** A line about what is going on outside the tour. */
  void progress(String line) {
    out.println("-- " + line);
    out.flush();
  }

  void line(String line) {
    out.println(line);
    out.flush();
  }

  void chapter(String title) {
    chapters++;
    out.println();
    out.println(chapters + ". " + title);
  }

  /** Who asks for what. */
  void ask(String what) {
    out.println("   > " + what);
  }

  /** What an answer says. */
  void see(String name, Object value) {
    out.printf("     %-10s %s%n", name, value);
  }

  /** A step that must go as told. */
  void expect(String told, boolean went) {
    checks++;
    out.println((went ? "     ok   " : "     NOT  ") + told);
    if (!went) {
      otherwise.add(told);
    }
    out.flush();
  }

  /** A step whose answer must be this. */
  void expect(String told, Object expected, Object seen) {
    boolean same = Objects.equals(expected, seen);
    expect(same ? told : told + ", but it was " + seen + " and not " + expected, same);
  }

  /** A chapter could not be told to its end. */
  void broke(Exception failure) {
    expect("the chapter goes on to its end, but: " + failure, false);
  }

  boolean allWentAsTold() {
    return otherwise.isEmpty() && checks > 0;
  }

  void summary() {
    out.println();
    if (allWentAsTold()) {
      out.println("All " + checks + " checks went as told.");
    } else {
      out.println(otherwise.size() + " of " + checks + " checks went otherwise:");
      otherwise.forEach(told -> out.println("  NOT  " + told));
    }
    out.flush();
  }
}
