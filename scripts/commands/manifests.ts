// Build and check the manifests in k8s/
await import('../manifests/main.ts');
