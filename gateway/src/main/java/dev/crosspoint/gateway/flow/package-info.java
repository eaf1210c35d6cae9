/**
 * What happens to a contact before, between and after agents: flows in the Amazon Connect Flow
 * language, version 2019-10-30. {@link dev.crosspoint.gateway.flow.FlowLoader} checks them when
 * they are loaded, {@link dev.crosspoint.gateway.flow.FlowRunner} runs them and is pure: it asks by
 * {@link dev.crosspoint.gateway.flow.FlowEffect}s, is told by {@link
 * dev.crosspoint.gateway.flow.FlowInput}s, and looks up what is known at once in a {@link
 * dev.crosspoint.gateway.flow.FlowWorld}. Knows no media, no SIP and no HTTP. Start at {@link
 * dev.crosspoint.gateway.flow.Flow}.
 */
@NullMarked
package dev.crosspoint.gateway.flow;

import org.jspecify.annotations.NullMarked;
