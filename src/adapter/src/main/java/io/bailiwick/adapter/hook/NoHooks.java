package io.bailiwick.adapter.hook;

import io.bailiwick.adapter.connect.ConnectionParams;

/** None: what is told here is asked on no other thread. */
enum NoHooks implements ConnectionHooks<NoState, NoState> {
  INSTANCE;

  private static final NoState NONE = new NoState();

  @Override
  public NoState readParams(ConnectionParams raw) {
    return NONE;
  }

  @Override
  public NoState createState(ConnectContext context, NoState params) {
    return NONE;
  }
}
