"""Temporary teams: deployments with reported beside computed figures."""
