package dev.crosspoint.loadtest.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;

/** Builds a {@link StepAction} where a scenario names the step. */
record StepBuilder(String name, Step step, boolean logged) implements ActionBuilder {
    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return new Scala(this);
    }

    /** The same in Gatling's own words. */
    private record Scala(StepBuilder of) implements io.gatling.core.action.builder.ActionBuilder {
        @Override
        public Action build(ScenarioContext context, Action next) {
            var components =
                    context.protocolComponentsRegistry().components(CrosspointProtocol.KEY);
            return new StepAction(of, components.bank(), context.coreComponents(), next);
        }
    }
}
