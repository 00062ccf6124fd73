/**
 * Where grants come from: what a user holds at an agent service (client roles with composites and
 * groups, attributes of groups and, where the realm reserves them to administrators, of users), and
 * what a calling client is allowed there through its scope mappings. Both are read as scopes and
 * recomputed whenever a token is issued; nothing is remembered.
 */
@NullMarked
package io.bailiwick.keycloak.grant;

import org.jspecify.annotations.NullMarked;
