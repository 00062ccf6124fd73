package io.bailiwick.scope;

/**
 * One right. Immutable and thread-safe; compared as values, ids by code point, with no case folding
 * and no normalization.
 *
 * <p>Each constructor refuses with {@link MalformedScope} what could not be written and read again.
 * What a right means depends on the {@link ScopeRules} it is used under; text is read by {@link
 * ScopeRules#parse}.
 */
public sealed interface Scope permits Scope.Admin, Scope.OfResource {

  /** The most characters of a resource or an action. */
  int MAX_NAME = 128;

  /** The most characters of an id or a prefix, counted in its escaped form. */
  int MAX_ID = 1024;

  /** The most characters of a scope's text; anything longer is malformed without being read. */
  int MAX_LENGTH = 2 * MAX_NAME + MAX_ID + 3;

  /** The dialect's admin scope: covers everything, itself included. */
  record Admin(String text) implements Scope {
    public Admin {
      if (text.length() > MAX_LENGTH || !ScopeText.isToken(text)) {
        throw new MalformedScope("The admin scope must be RFC 6749 scope-token characters");
      }
    }

    @Override
    public boolean covers(Scope required) {
      return !(required instanceof Admin) || equals(required);
    }

    @Override
    public boolean coveredBy(ScopeSet held) {
      return held.isAdmin() && held.rules().admin().equals(text);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** Any right but admin: an action, and the kind of resource that it is done to. */
  sealed interface OfResource extends Scope permits Global, PerResource, Prefix {
    String resource();

    String action();

    /** The same right with another action. */
    OfResource withAction(String other);
  }

  /** {@code resource:action}: every resource of that kind. {@code agents:*:run} is read as this. */
  record Global(String resource, String action) implements OfResource {
    public Global {
      ScopeText.requireName(resource, "resource");
      ScopeText.requireName(action, "action");
    }

    @Override
    public OfResource withAction(String other) {
      return new Global(resource, other);
    }

    @Override
    public String text() {
      return ScopeText.write(resource, action);
    }

    @Override
    public boolean covers(Scope required) {
      if (required instanceof PerResource one) {
        return resource.equals(one.resource) && action.equals(one.action);
      }
      if (required instanceof Prefix some) {
        return resource.equals(some.resource) && action.equals(some.action);
      }
      return equals(required);
    }

    @Override
    public boolean coveredBy(ScopeSet held) {
      return held.covers(resource, action);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** {@code resource:id:action}: one resource; {@code id} is decoded text. */
  record PerResource(String resource, String id, String action) implements OfResource {
    public PerResource {
      ScopeText.requireName(resource, "resource");
      ScopeText.requireId(id);
      ScopeText.requireName(action, "action");
    }

    @Override
    public OfResource withAction(String other) {
      return new PerResource(resource, id, other);
    }

    @Override
    public String text() {
      return ScopeText.write(resource, id, "", action);
    }

    @Override
    public boolean covers(Scope required) {
      return equals(required);
    }

    @Override
    public boolean coveredBy(ScopeSet held) {
      return held.covers(resource, id, action);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * {@code resource:prefix*:action}, only in a dialect with prefix ids; {@code prefix} is decoded
   * and ends with {@code /}. It speaks of every id that starts with it.
   */
  record Prefix(String resource, String prefix, String action) implements OfResource {
    public Prefix {
      ScopeText.requireName(resource, "resource");
      ScopeText.requireId(prefix);
      if (!prefix.endsWith("/")) {
        throw new MalformedScope("A prefix must end with a slash");
      }
      ScopeText.requireName(action, "action");
    }

    @Override
    public OfResource withAction(String other) {
      return new Prefix(resource, prefix, other);
    }

    @Override
    public String text() {
      return ScopeText.write(resource, prefix, "*", action);
    }

    @Override
    public boolean covers(Scope required) {
      if (required instanceof PerResource one) {
        return resource.equals(one.resource)
            && action.equals(one.action)
            && one.id.startsWith(prefix);
      }
      return required instanceof Prefix other
          && resource.equals(other.resource)
          && action.equals(other.action)
          && other.prefix.startsWith(prefix);
    }

    @Override
    public boolean coveredBy(ScopeSet held) {
      return held.coversPrefix(resource, prefix, action);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** The canonical text: escaped where it must be and nowhere else; RFC 6749 scope-token only. */
  String text();

  /**
   * Whether holding this right suffices for {@code required}, by the base language: no action
   * implies another here.
   */
  boolean covers(Scope required);

  /** Whether that set covers this, by the set's own rules: {@link ScopeSet#covers(Scope)}. */
  boolean coveredBy(ScopeSet held);

  /**
   * {@code resource:action}.
   *
   * @throws MalformedScope where a name is not one
   */
  static Scope global(String resource, String action) {
    return new Global(resource, action);
  }

  /**
   * {@code resource:id:action}; the id is plain text, and {@code *} is an ordinary name in it.
   *
   * @throws MalformedScope where a name is not one, or the id is empty, too long, or not text
   */
  static Scope of(String resource, String id, String action) {
    return new PerResource(resource, id, action);
  }

  /**
   * {@code resource:prefix*:action}.
   *
   * @throws MalformedScope as {@link #of}, and where the prefix does not end with a slash
   */
  static Scope prefix(String resource, String prefix, String action) {
    return new Prefix(resource, prefix, action);
  }
}
