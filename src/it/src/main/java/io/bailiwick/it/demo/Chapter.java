package io.bailiwick.it.demo;

/** One part of the tour. */
interface Chapter {
  String title();

  /** Asks, shows and checks; an exception ends the chapter and counts as a step gone otherwise. */
  void tell(Stage stage, Narrator narrator);
}
