/**
 * Stands in for the rule sets by which the SDK's clients find their endpoints, and for the table
 * of all regions that these share: 18 KB for what is one host name to a function in Lambda.
 */

interface EndpointParams {
  readonly Region?: string;
  readonly Endpoint?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
  readonly AccountIdEndpointMode?: string;
}

interface Endpoint {
  readonly url: URL;
  readonly headers: Record<string, string[]>;
  readonly properties: Record<string, unknown>;
}

/** DNS suffixes of the partitions that do not end in `amazonaws.com`, by the start of a region. */
const SUFFIXES: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

/**
 * Resolves to the configured endpoint (`AWS_ENDPOINT_URL*`, the callback URL of a stage) or to the
 * service's standard one in its region, as the SDK does.
 *
 * @throws Error without a region, and where FIPS, dual-stack or account endpoints are asked for:
 *   a bundle that quietly called another endpoint would be worse than one that does not start.
 */
export function regionalEndpoints(service: string): (params: EndpointParams) => Endpoint {
  return ({ Region, Endpoint, UseFIPS, UseDualStack, AccountIdEndpointMode }) => {
    const special = UseFIPS || UseDualStack;
    if (special || (AccountIdEndpointMode === 'required' && !Endpoint)) {
      throw new Error(`No FIPS, dual-stack or account endpoints of ${service} in this bundle`);
    }
    if (Endpoint) return endpointAt(Endpoint);
    if (!Region) throw new Error('Invalid Configuration: Missing Region');
    const [, suffix] = SUFFIXES.find(([start]) => Region.startsWith(start)) ?? [];
    return endpointAt(`https://${service}.${Region}.${suffix ?? 'amazonaws.com'}`);
  };
}

function endpointAt(url: string): Endpoint {
  return { url: new URL(url), headers: {}, properties: {} };
}
