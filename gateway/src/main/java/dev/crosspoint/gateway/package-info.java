/**
 * Assembly: reads the configuration, builds every object by constructor and deploys the verticles.
 * Reading {@link dev.crosspoint.gateway.Main} is a tour of the product.
 */
@NullMarked
package dev.crosspoint.gateway;

import org.jspecify.annotations.NullMarked;
