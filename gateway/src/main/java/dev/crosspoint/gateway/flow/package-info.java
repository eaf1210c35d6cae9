/**
 * What a caller hears and is asked before an agent: flows in the Amazon Connect Flow language,
 * version 2019-10-30. {@link dev.crosspoint.gateway.flow.FlowLoader} checks them when they are
 * loaded, {@link dev.crosspoint.gateway.flow.FlowRunner} runs them and is pure. Knows no media and
 * no SIP. Start at {@link dev.crosspoint.gateway.flow.Flow}.
 */
@NullMarked
package dev.crosspoint.gateway.flow;

import org.jspecify.annotations.NullMarked;
