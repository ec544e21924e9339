import type { ScheduleRule } from '../../schedule.ts';
import type { Deployment } from '../deployment.ts';
import { functionArnIn, ofType, problemWith, propertiesOf } from './select.ts';

interface RuleProperties {
  ScheduleExpression?: string;
  State?: string;
  Targets?: { Arn: string; Input?: string }[];
}

/** The scheduled EventBridge rules. Throws for a rule that waits for events instead. */
export function scheduleParts(deployment: Deployment): ScheduleRule[] {
  return ofType(deployment, 'AWS::Events::Rule').map((resource) => {
    const properties = propertiesOf<RuleProperties>(resource);
    if (!properties.ScheduleExpression) throw problemWith(resource, 'it has no schedule');
    return {
      logicalId: resource.logicalId,
      arn: resource.attributes.Arn ?? '',
      region: resource.region,
      accountId: resource.account,
      expression: properties.ScheduleExpression,
      enabled: properties.State !== 'DISABLED',
      targets: (properties.Targets ?? []).map(({ Arn: arn, Input: input }) => ({
        functionArn: functionArnIn(resource, arn),
        ...(input !== undefined && { input: JSON.parse(input) as unknown }),
      })),
    };
  });
}
