import type { GraphReference } from '../../core/connection/connection.ts';
import type { GraphWording } from './graphRequests.ts';

/** More requests for members than a single run sends; what is left out is said. */
const memberRequests = 1000;

/** The wording that shows a write and that makes it: what is sent is what was shown. */
export function graphWording({ graphBaseUrl }: GraphReference): GraphWording {
  return { base: graphBaseUrl, memberRequests, others: 'notSent' };
}
