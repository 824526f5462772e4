// Asks the independent engine: one case a line in, one word a line out. It runs in the folder
// that the engine was installed into; see oracle.py.

import { createInterface } from 'node:readline'
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate'

for await (const line of createInterface({ input: process.stdin })) {
  const { principal, action, resource, owner, context, policies } = JSON.parse(line)
  const of = (kind) =>
    policies.filter(([own]) => own === kind).map(([, policy], index) => ({ name: `${kind}${index}`, policy }))
  const controls = of('control')
  const boundaries = of('boundary')
  // It knows one policy of a resource. A repository's and its registry's are one, as in ECR; a
  // statement without a resource is about the repository, or in a trust policy about the role.
  const ofResource = ['repository', 'registry', 'trust'].flatMap((kind) => of(kind))
  const about = (statement) =>
    'Resource' in statement || 'NotResource' in statement ? statement : { ...statement, Resource: resource }
  const [first] = ofResource
  const joined = first && {
    ...first.policy,
    Statement: ofResource.flatMap(({ policy }) => policy.Statement.map(first.name === 'trust0' ? (one) => one : about))
  }
  // A root user has everything in IAM, without a policy that says so; the other engine wants one.
  const all = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
  const root = principal.endsWith(':root') ? [{ name: 'root', policy: all }] : []
  const simulation = {
    request: {
      principal: principal === 'anonymous' ? anonymousPrincipal : principal,
      action,
      resource: { resource, accountId: owner },
      contextVariables: Object.fromEntries(
        Object.entries(context).map(([key, values]) => [key, values.length === 1 ? values[0] : values])
      )
    },
    identityPolicies: [...of('identity'), ...root],
    serviceControlPolicies: controls.length ? [{ orgIdentifier: 'o', policies: controls }] : [],
    resourceControlPolicies: [],
    resourcePolicy: joined,
    sessionPolicy: of('session')[0]?.policy,
    permissionBoundaryPolicies: boundaries.length ? boundaries : undefined
  }
  let answer
  try {
    const result = await runSimulation(simulation, { simulationMode: 'Strict' })
    answer = result.overallResult ?? `Refused ${JSON.stringify(result.errors)}`
  } catch (error) {
    answer = `Failed ${String(error.message).split('\n')[0]}`
  }
  process.stdout.write(`${answer}\n`)
}
