package io.bailiwick.adapter.access;

import io.bailiwick.scope.AgentPath;

/** One event of one agent instance: keys are compared element by element. */
record Topic(AgentPath agent, String event) {}
