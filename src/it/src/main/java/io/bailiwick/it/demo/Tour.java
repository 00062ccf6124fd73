package io.bailiwick.it.demo;

import java.util.List;

/** All chapters in order. One that breaks off does not keep the next from being told. */
final class Tour {
  private static final List<Chapter> CHAPTERS =
      List.of(
          new TokensChapter(),
          new RefusedResourcesChapter(),
          new FlowsChapter(),
          new ListingChapter(),
          new BadTokensChapter(),
          new SocketsChapter(),
          new KeysChapter(),
          new MetricsChapter(),
          new OutageChapter());

  private Tour() {}

  /** Whether all went as told; Keycloak is stopped afterwards. */
  static boolean walk(Stage stage, Narrator narrator) {
    for (Chapter chapter : CHAPTERS) {
      narrator.chapter(chapter.title());
      try {
        chapter.tell(stage, narrator);
      } catch (RuntimeException e) {
        narrator.broke(e);
      }
    }
    narrator.summary();
    return narrator.allWentAsTold();
  }
}
