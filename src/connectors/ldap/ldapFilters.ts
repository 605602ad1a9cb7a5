import { AndFilter, EqualityFilter, type Filter, NotFilter, OrFilter, PresenceFilter, SubstringFilter } from 'ldapts';

/*
 * Filters made of ldapts' classes, never of text: text filters corrupt bytes from 0x80 on (facts/directories.md). This file brings ldapts with
 * it, so it is only reached by `await import`.
 */

export function equals(attribute: string, value: string | Buffer): Filter {
  return new EqualityFilter({ attribute, value });
}

export function present(attribute: string): Filter {
  return new PresenceFilter({ attribute });
}

export function begins(attribute: string, text: string): Filter {
  return new SubstringFilter({ attribute, initial: text });
}

export function contains(attribute: string, text: string): Filter {
  return new SubstringFilter({ attribute, any: [text] });
}

export function allOf(...filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only ? only : new AndFilter({ filters: [...filters] });
}

export function anyOf(...filters: readonly Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only ? only : new OrFilter({ filters: [...filters] });
}

export function not(filter: Filter): Filter {
  return new NotFilter({ filter });
}
